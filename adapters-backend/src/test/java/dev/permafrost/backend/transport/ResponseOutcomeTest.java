package dev.permafrost.backend.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each answer means, and whether asking again makes sense. */
class ResponseOutcomeTest {

  private static final Request WHOLE = Request.get(URI.create("http://lake.invalid/key"), 1000);
  private static final String DATE = "Wed, 21 Oct 2015 07:28:00 GMT";

  @ParameterizedTest
  @CsvSource({
    "200,PRESENT", "206,PRESENT", "404,ABSENT", "410,ABSENT", "401,FORBIDDEN", "403,FORBIDDEN",
    "408,TRANSIENT", "429,TRANSIENT", "500,TRANSIENT", "503,TRANSIENT", "599,TRANSIENT",
        "400,REFUSED",
    "301,REFUSED", "304,REFUSED", "416,REFUSED", "501,REFUSED", "204,REFUSED",
  })
  void aStatusMeansOneThing(int status, ResponseOutcome.Kind kind) {
    ResponseHead head = new ResponseHead(status, OptionalLong.of(5), "", "", "", "", "bytes 0-4/5");
    assertThat(ResponseOutcome.of(WHOLE, head, 5, null).kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "120, PT2M",
    "99999999999999999999, PT277777H46M40S",
    "'Wed, 21 Oct 2015 07:29:30 GMT', PT1M30S",
  })
  void retryAfterIsSecondsOrTheDistanceToTheAnswersDate(String value, Duration expected) {
    assertThat(retryAfter(value, DATE)).hasValue(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'Wed, 21 Oct 2015 07:28:00 GMT'",
    "-5, 'Wed, 21 Oct 2015 07:28:00 GMT'",
    "soon, 'Wed, 21 Oct 2015 07:28:00 GMT'",
    "'Wed, 21 Oct 2015 07:27:00 GMT', 'Wed, 21 Oct 2015 07:28:00 GMT'",
    "'Wed, 21 Oct 2015 07:29:30 GMT', ''",
  })
  void aRetryAfterThatSaysNothingIsPassedOver(String value, String date) {
    assertThat(retryAfter(value, date)).isEmpty();
  }

  @Test
  void aBodyShorterThanItsLengthAndAnotherPartThanAskedForMayPass() {
    ResponseHead five = ResponseHead.of(200, OptionalLong.of(5));
    assertThat(ResponseOutcome.of(WHOLE, five, 4, null).kind())
        .isEqualTo(ResponseOutcome.Kind.TRANSIENT);
    assertThat(ResponseOutcome.of(WHOLE, five, 5, null).kind())
        .isEqualTo(ResponseOutcome.Kind.PRESENT);

    Request rest = WHOLE.rest(3, "\"tag\"");
    ResponseHead other = new ResponseHead(206, OptionalLong.of(2), "", "", "", "", "bytes 2-3/5");
    ResponseHead right = new ResponseHead(206, OptionalLong.of(2), "", "", "", "", "bytes 3-4/5");
    assertThat(ResponseOutcome.of(rest, other, 2, null).kind())
        .isEqualTo(ResponseOutcome.Kind.TRANSIENT);
    assertThat(ResponseOutcome.of(rest, right, 2, null).kind())
        .isEqualTo(ResponseOutcome.Kind.PRESENT);
  }

  @Test
  void aBrokenConnectionMayPassAndAnUntrustedServerNot() {
    assertThat(ResponseOutcome.of(WHOLE, null, 0, new IOException("reset")).kind())
        .isEqualTo(ResponseOutcome.Kind.TRANSIENT);
    IOException untrusted = new SSLHandshakeException("no path");
    untrusted.initCause(new CertificateException("to a trusted certificate"));
    ResponseOutcome outcome = ResponseOutcome.of(WHOLE, null, 0, new IOException(untrusted));
    assertThat(outcome.kind()).isEqualTo(ResponseOutcome.Kind.UNREACHABLE);
    assertThat(outcome.reason()).contains("the server's certificate is not trusted");
  }

  @Test
  void aHandshakeThatBreaksOffMayPass() {
    IOException cut = new SSLHandshakeException("Remote host terminated the handshake");
    assertThat(ResponseOutcome.of(WHOLE, null, 0, new IOException(cut)).kind())
        .isEqualTo(ResponseOutcome.Kind.TRANSIENT);
  }

  private static Optional<Duration> retryAfter(String value, String date) {
    ResponseHead head = new ResponseHead(503, OptionalLong.empty(), "", value, date, "", "");
    return ResponseOutcome.of(WHOLE, head, 0, null).retryAfter();
  }
}
