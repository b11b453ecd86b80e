package dev.permafrost.backend.transport;

import static dev.permafrost.backend.transport.RetryPolicy.Step.FINISH;
import static dev.permafrost.backend.transport.RetryPolicy.Step.GIVE_UP;
import static dev.permafrost.backend.transport.RetryPolicy.Step.RESTART;
import static dev.permafrost.backend.transport.RetryPolicy.Step.RESUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.permafrost.backend.transport.RetryPolicy.Decision;
import dev.permafrost.backend.transport.RetryPolicy.Rule;
import dev.permafrost.backend.transport.RetryPolicy.Step;
import dev.permafrost.ports.failure.LakeForbidden;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each response means and what is done next, row by row, and the limits of that. */
class RetryPolicyTest {

  private static final Request WHOLE = Request.get(URI.create("http://lake.invalid/key"), 1000);
  private static final Request REST = WHOLE.rest(3, "\"tag\"");
  private static final Request HEAD = Request.head(WHOLE.uri());

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final long DAY = TimeUnit.DAYS.toNanos(1);
  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int RETRIES = 5;

  private final RetryPolicy policy =
      new RetryPolicy(RETRIES, new BackOff(FIRST, LONGEST, () -> 0.0));
  private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(32);

  private static Stream<Arguments> rows() {
    return Stream.of(
        arguments(WHOLE, head(200, "", 5), 5, Rule.COMPLETE),
        arguments(HEAD, head(200, "", 5), 0, Rule.COMPLETE),
        arguments(REST, head(206, "bytes 3-4/5", 2), 2, Rule.COMPLETE),
        arguments(REST, head(200, "", 5), 5, Rule.COMPLETE),
        arguments(WHOLE, head(200, "", 5), 4, Rule.INCOMPLETE),
        arguments(REST, head(206, "bytes 2-4/5", 3), 3, Rule.INCOMPLETE),
        arguments(REST, head(206, "", 2), 2, Rule.INCOMPLETE),
        arguments(WHOLE, head(404, "", 0), 0, Rule.NOT_FOUND),
        arguments(HEAD, head(410, "", 0), 0, Rule.NOT_FOUND),
        arguments(WHOLE, head(401, "", 0), 0, Rule.FORBIDDEN),
        arguments(HEAD, head(403, "", 0), 0, Rule.FORBIDDEN),
        arguments(WHOLE, head(403, "", 0), 0, Rule.UNEXPLAINED),
        arguments(WHOLE, coded(403, "AccessDenied"), 0, Rule.FORBIDDEN),
        arguments(WHOLE, coded(403, "InvalidObjectState"), 0, Rule.ARCHIVED),
        arguments(WHOLE, coded(409, "BlobArchived"), 0, Rule.ARCHIVED),
        arguments(WHOLE, coded(400, "ExpiredToken"), 0, Rule.EXPIRED),
        arguments(WHOLE, coded(400, "InvalidToken"), 0, Rule.EXPIRED),
        arguments(WHOLE, coded(403, "InvalidAccessKeyId"), 0, Rule.EXPIRED),
        arguments(WHOLE, coded(403, "SignatureDoesNotMatch"), 0, Rule.OTHER_CODE),
        arguments(WHOLE, coded(403, "RequestTimeTooSkewed"), 0, Rule.OTHER_CODE),
        arguments(WHOLE, coded(403, "SomethingNew"), 0, Rule.OTHER_CODE),
        arguments(WHOLE, coded(400, "SomethingNew"), 0, Rule.OTHER_STATUS),
        arguments(WHOLE, coded(404, "NoSuchKey"), 0, Rule.NOT_FOUND),
        arguments(WHOLE, coded(404, "SomethingNew"), 0, Rule.NOT_FOUND),
        arguments(WHOLE, coded(404, "NoSuchBucket"), 0, Rule.NO_BUCKET),
        arguments(WHOLE, coded(301, "PermanentRedirect"), 0, Rule.OTHER_CODE),
        arguments(WHOLE, coded(400, "AuthorizationHeaderMalformed"), 0, Rule.OTHER_CODE),
        arguments(WHOLE, coded(503, "SlowDown"), 0, Rule.BUSY),
        arguments(WHOLE, coded(400, "RequestTimeout"), 0, Rule.BUSY),
        arguments(WHOLE, coded(409, "OperationAborted"), 0, Rule.BUSY),
        arguments(WHOLE, coded(500, "InternalError"), 0, Rule.BUSY),
        arguments(WHOLE, encoded("gzip"), 5, Rule.ENCODED),
        arguments(WHOLE, encoded("identity, br"), 5, Rule.ENCODED),
        arguments(WHOLE, encoded("zstd"), 5, Rule.COMPLETE),
        arguments(WHOLE, encoded("aws-chunked"), 5, Rule.COMPLETE),
        arguments(HEAD, encoded("gzip"), 0, Rule.COMPLETE),
        arguments(Request.firstByte(WHOLE.uri()), head(206, "bytes 0-0/5", 1), 1, Rule.COMPLETE),
        arguments(Request.firstByte(WHOLE.uri()), head(416, "", 0), 0, Rule.COMPLETE),
        arguments(WHOLE, head(408, "", 0), 0, Rule.BUSY),
        arguments(WHOLE, head(429, "", 0), 0, Rule.BUSY),
        arguments(WHOLE, head(500, "", 0), 0, Rule.BUSY),
        arguments(WHOLE, head(503, "", 0), 0, Rule.BUSY),
        arguments(WHOLE, head(599, "", 0), 0, Rule.BUSY),
        arguments(WHOLE, head(501, "", 0), 0, Rule.OTHER_STATUS),
        arguments(REST, head(416, "", 0), 0, Rule.STALE_PART),
        arguments(WHOLE, head(416, "", 0), 0, Rule.OTHER_STATUS),
        arguments(WHOLE, head(301, "", 0), 0, Rule.REDIRECT),
        arguments(WHOLE, head(308, "", 0), 0, Rule.REDIRECT),
        arguments(WHOLE, head(407, "", 0), 0, Rule.PROXY_PASSWORD),
        arguments(WHOLE, head(204, "", 0), 0, Rule.OTHER_STATUS),
        arguments(WHOLE, head(304, "", 0), 0, Rule.OTHER_STATUS),
        arguments(WHOLE, head(400, "", 0), 0, Rule.OTHER_STATUS));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aResponseIsOfOneRow(Request request, ResponseHead head, long bytes, Rule row) {
    assertThat(Rule.of(request, head, bytes, null)).isEqualTo(row);
    assertThat(ResponseOutcome.of(request, head, bytes, null).kind()).isEqualTo(row.meaning());
  }

  private static Stream<Arguments> failures() {
    IOException untrusted = new SSLHandshakeException("no path");
    untrusted.initCause(new CertificateException("to a trusted certificate"));
    return Stream.of(
        arguments(new IOException("reset"), Rule.NO_RESPONSE),
        arguments(new SSLHandshakeException("terminated"), Rule.NO_RESPONSE),
        arguments(new TunnelRefused(503), Rule.PROXY_BUSY),
        arguments(new TunnelRefused(429), Rule.PROXY_BUSY),
        arguments(new TunnelRefused(403), Rule.PROXY_REFUSAL),
        arguments(new TunnelRefused(407), Rule.PROXY_PASSWORD),
        arguments(new LakeForbidden("lake", 0, "no credentials"), Rule.UNSIGNED),
        arguments(new IOException(untrusted), Rule.UNTRUSTED),
        arguments(new IllegalStateException("a bug"), Rule.CLIENT_FAULT));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsOfOneRow(Throwable failure, Rule row) {
    assertThat(Rule.of(WHOLE, null, 0, failure)).isEqualTo(row);
    assertThat(ResponseOutcome.of(WHOLE, null, 0, failure).kind()).isEqualTo(row.meaning());
  }

  @Test
  void whatHasNoHeadIsNoResponseAndWhatTheClientConcludesHasARowToo() {
    assertThat(Rule.of(WHOLE, null, 0, null)).isEqualTo(Rule.NO_RESPONSE);
    assertThat(ResponseOutcome.noResponse("no word").rule()).isEqualTo(Rule.NO_RESPONSE);
    assertThat(ResponseOutcome.tooLarge(7).rule()).isEqualTo(Rule.TOO_LARGE);
    assertThat(ResponseOutcome.corrupt(200, "differs").rule()).isEqualTo(Rule.WRONG_CHECKSUM);
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void aQuestionAndAStreamTakeTheStepOfTheRow(Rule row) {
    Decision question = policy.forQuestion(outcome(row), 1, DAY);
    Decision stream = policy.forStream(outcome(row), 1, false, new RetryBudget(1));
    boolean isRetry = row.next() == RESUME || row.next() == RESTART;
    assertThat(question.step()).isEqualTo(row.next());
    assertThat(question).isEqualTo(stream);
    assertThat(question.isRetry()).isEqualTo(isRetry);
    assertThat(question.pause()).isEqualTo(isRetry ? FIRST.dividedBy(2) : Duration.ZERO);
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void whatMayPassIsSentAgainAndNothingElseButAStalePart(Rule row) {
    Step expected =
        switch (row.meaning()) {
          case PRESENT, ABSENT, ARCHIVED, TOO_LARGE -> FINISH;
          case FORBIDDEN -> row == Rule.UNEXPLAINED ? RESUME : FINISH;
          case REFUSED -> row == Rule.STALE_PART ? RESTART : FINISH;
          case TRANSIENT -> RESUME;
          case CORRUPT -> RESTART;
          case UNREACHABLE -> GIVE_UP;
        };
    assertThat(row.next()).isEqualTo(expected);
  }

  @Test
  void theDocumentationShowsTheSameTable() throws IOException {
    List<String> rows =
        Arrays.stream(Rule.values())
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "| %s | %s | %s |",
                        row.response(),
                        row.meaning().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        row.next().words()))
            .toList();
    String page = Files.readString(Path.of("../docs/lake-client.md"));
    assertThat(page).contains(String.join("\n", rows));
  }

  @Test
  void aQuestionIsSentAgainAsOftenAsTheOptionsSay() {
    ResponseOutcome busy = outcome(Rule.BUSY);
    assertThat(policy.forQuestion(busy, RETRIES, DAY).isRetry()).isTrue();
    assertThat(policy.forQuestion(busy, RETRIES + 1, DAY))
        .isEqualTo(new Decision(GIVE_UP, Duration.ZERO, false));
  }

  @Test
  void aQuestionIsNotSentAgainBehindItsDeadline() {
    ResponseOutcome busy = outcome(Rule.BUSY);
    long waitNanos = FIRST.dividedBy(2).toNanos();
    assertThat(policy.forQuestion(busy, 1, waitNanos + 1).isRetry()).isTrue();
    assertThat(policy.forQuestion(busy, 1, waitNanos))
        .isEqualTo(new Decision(GIVE_UP, Duration.ZERO, true));
  }

  @Test
  void theServersWaitIsKeptAndALongerOneThanToleratedEndsIt() {
    ResponseOutcome tolerated = busyFor("2");
    assertThat(policy.forQuestion(tolerated, 1, DAY).pause()).isEqualTo(LONGEST);
    assertThat(policy.forStream(tolerated, 1, false, new RetryBudget(1)).pause())
        .isEqualTo(LONGEST);
    ResponseOutcome longer = busyFor("3");
    assertThat(policy.forQuestion(longer, 1, DAY).step()).isEqualTo(GIVE_UP);
    assertThat(policy.forStream(longer, 1, false, new RetryBudget(1)).step()).isEqualTo(GIVE_UP);
  }

  @Test
  void aStreamAsksThreeTimesMoreAtMostWhereAnotherMirrorIsLeft() {
    RetryBudget budget = new RetryBudget(100);
    ResponseOutcome busy = outcome(Rule.BUSY);
    assertThat(policy.forStream(busy, 3, true, budget).isRetry()).isTrue();
    assertThat(policy.forStream(busy, 4, true, budget).isRetry()).isFalse();
    assertThat(policy.forStream(busy, RETRIES, false, budget).isRetry()).isTrue();
    assertThat(policy.forStream(busy, RETRIES + 1, false, budget).isRetry()).isFalse();
  }

  @Test
  void aStreamsBudgetIsTakenFromByRetriesOnly() {
    RetryBudget budget = new RetryBudget(1);
    assertThat(policy.forStream(outcome(Rule.NOT_FOUND), 1, false, budget).step())
        .isEqualTo(FINISH);
    assertThat(policy.forStream(outcome(Rule.BUSY), RETRIES + 1, false, budget).step())
        .isEqualTo(GIVE_UP);
    assertThat(policy.forStream(outcome(Rule.BUSY), 1, false, budget).isRetry()).isTrue();
    assertThat(policy.forStream(outcome(Rule.BUSY), 1, false, budget).step()).isEqualTo(GIVE_UP);
  }

  @Test
  void aRequestLagsOnlyOnceItIsLateAndOthersAreAnswered() {
    answers(7);
    assertThat(policy.hedges(SECOND, 0, 0, limiter)).as("too few others").isFalse();
    answers(1);
    assertThat(policy.hedges(SECOND, 0, 0, limiter)).isTrue();
    assertThat(policy.hedges(SECOND, 0, 1, limiter)).as("too few since it was sent").isFalse();
    assertThat(policy.hedges(SECOND / 2, 0, 0, limiter)).as("not late").isFalse();
    assertThat(policy.hedges(SECOND, 1, 0, limiter)).as("not late for one sent again").isFalse();
    assertThat(policy.hedges(2 * SECOND, 1, 0, limiter)).isTrue();
  }

  @Test
  void aRequestIsHedgedThreeTimesAtMost() {
    answers(8);
    assertThat(IntStream.range(0, 5).filter(hedges -> policy.hedges(DAY, hedges, 0, limiter)))
        .containsExactly(0, 1, 2);
  }

  @Test
  void whatIsLateIsMeasuredByTheServersUsualTime() {
    for (int i = 0; i < 500; i++) {
      limiter.answered(SECOND);
    }
    assertThat(policy.hedges(4 * SECOND, 0, 0, limiter)).isFalse();
    assertThat(policy.hedges(20 * SECOND, 0, 0, limiter)).isTrue();
  }

  @Test
  void slowAnswersAmongQuickOnesDoNotBecomeTheUsualTime() {
    for (int i = 0; i < 300; i++) {
      limiter.answered(i % 2 == 0 ? QUICK : 3 * SECOND);
    }
    assertThat(policy.hedges(SECOND, 0, 0, limiter)).isTrue();
  }

  private void answers(int count) {
    for (int i = 0; i < count; i++) {
      limiter.answered(QUICK);
    }
  }

  private static ResponseOutcome outcome(Rule row) {
    return new ResponseOutcome(row, 0, "", Optional.empty(), null);
  }

  private static ResponseOutcome busyFor(String seconds) {
    ResponseHead head = new ResponseHead(503, OptionalLong.of(0), "", seconds, "", "", "");
    return ResponseOutcome.of(WHOLE, head, 0, null);
  }

  private static ResponseHead head(int status, String contentRange, long lengthBytes) {
    return new ResponseHead(status, OptionalLong.of(lengthBytes), "", "", "", "", contentRange);
  }

  private static ResponseHead coded(int status, String code) {
    return head(status, "", 0).withCode(code);
  }

  private static ResponseHead encoded(String encoding) {
    return new ResponseHead(
        200,
        OptionalLong.of(5),
        "",
        "",
        "",
        "",
        "",
        OptionalLong.empty(),
        encoding,
        StoreWord.NONE);
  }

  @Test
  void theDocumentationShowsTheSameCodes() throws IOException {
    List<String> rows =
        Arrays.stream(StoreError.values())
            .map(
                error ->
                    String.format(
                        Locale.ROOT,
                        "| `%s` | %s%s | %s |",
                        String.join("`, `", error.codes()),
                        error.rule().meaning().name().toLowerCase(Locale.ROOT),
                        error.words().isEmpty() ? "" : ": " + error.words(),
                        error.advice().isEmpty() ? error.rule().next().words() : error.advice()))
            .toList();
    String page = Files.readString(Path.of("../docs/lake-client.md"));
    assertThat(page).contains(String.join("\n", rows));
  }

  @Test
  void aRefusalWithoutAReasonIsSentAgainThreeTimesAtMost() {
    ResponseOutcome unexplained = outcome(Rule.UNEXPLAINED);
    assertThat(policy.forQuestion(unexplained, 3, DAY).isRetry()).isTrue();
    assertThat(policy.forQuestion(unexplained, 4, DAY).step()).isEqualTo(GIVE_UP);
    RetryBudget budget = new RetryBudget(100);
    assertThat(policy.forStream(unexplained, 3, false, budget).isRetry()).isTrue();
    assertThat(policy.forStream(unexplained, 4, false, budget).isRetry()).isFalse();
  }

  @Test
  void whatIsMissingIsAskedForAgainAtOnceAndThenAWhileLater() {
    assertThat(policy.pauseOfDoubt(0)).isZero();
    assertThat(policy.pauseOfDoubt(1)).isEqualTo(FIRST.multipliedBy(10));
  }
}
