package dev.permafrost.backend.transport;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Any head of an answer: what becomes of it. An input is two bytes of status, eight of length and
 * the headers' values, one a line.
 */
public final class ResponseHeadFuzz implements FuzzTarget {

  private static final int HEAD_BYTES = 10;
  private static final int HEADERS = 5;
  private static final URI ADDRESS = URI.create("http://127.0.0.1/lake/key");

  private final BackOff backOff =
      new BackOff(Duration.ofMillis(250), Duration.ofSeconds(30), () -> 0.5);

  /** Makes the target. */
  public ResponseHeadFuzz() {}

  @Override
  public List<byte[]> seeds() {
    String date = "Sun, 06 Nov 1994 08:49:37 GMT";
    return List.of(
        input(200, 7, "\"tag\"", "", date, "", ""),
        input(206, 7, "\"tag\"", "", date, "", "bytes 100-106/200"),
        input(429, 0, "", "17", date, "", ""),
        input(503, 0, "", "Sun, 06 Nov 1994 08:50:37 GMT", date, "", ""),
        input(302, 0, "", "", date, "http://user:secret@[::1]:8080/a/../b?c=d#e", ""));
  }

  private static byte[] input(int status, long length, String... headers) {
    byte[] text = String.join("\n", headers).getBytes(ISO_8859_1);
    return ByteBuffer.allocate(HEAD_BYTES + text.length)
        .putShort((short) status)
        .putLong(length)
        .put(text)
        .array();
  }

  @Override
  public void give(byte[] input) {
    if (input.length < HEAD_BYTES) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(input);
    int status = Short.toUnsignedInt(bytes.getShort()) % 1000;
    long length = bytes.getLong();
    String text = new String(input, HEAD_BYTES, input.length - HEAD_BYTES, ISO_8859_1);
    String[] lines = (text + "\n".repeat(HEADERS)).split("\n", -1);
    ResponseHead head =
        new ResponseHead(
            status, OptionalLong.of(length), lines[0], lines[1], lines[2], lines[3], lines[4]);
    check(Request.get(ADDRESS, 1 << 20), head);
    check(Request.get(ADDRESS, 1 << 20).rest(100, "\"tag\""), head);
    check(Request.head(ADDRESS), head);
    URI target = HttpTransport.sameHost(ADDRESS, head.location());
    if (target != null) {
      boolean isSame =
          target.getScheme().equals("http")
              && target.getHost().equals("127.0.0.1")
              && target.getPort() < 0
              && target.getRawUserInfo() == null;
      if (!isSame) {
        throw new IllegalStateException("redirected to " + target);
      }
      HttpRequest.newBuilder(target);
    }
  }

  private void check(Request request, ResponseHead head) {
    for (long arrived : new long[] {0, 7, Math.max(0, head.lengthBytes().orElse(0))}) {
      ResponseOutcome outcome = ResponseOutcome.of(request, head, arrived, null);
      boolean isThere = outcome.kind() == ResponseOutcome.Kind.PRESENT;
      require(!isThere || head.hasBody(), "present though nothing was answered", outcome);
      require(
          !isThere
              || !request.wantsBody()
              || head.firstByte() == 0
              || head.firstByte() == request.fromByte(),
          "another part",
          outcome);
      require(!tellsSecrets(outcome, head), "a secret is told", outcome);
      outcome
          .retryAfter()
          .ifPresent(wait -> require(!wait.isNegative(), "a wait below zero", outcome));
      backOff
          .before(1, outcome.retryAfter())
          .ifPresent(wait -> require(wait.toSeconds() <= 30, "a longer wait", outcome));
    }
  }

  /** Whether the user of an address is repeated, other than by its path, which has no secrets. */
  private static boolean tellsSecrets(ResponseOutcome outcome, ResponseHead head) {
    try {
      URI location = new URI(head.location());
      String user = location.getRawUserInfo();
      String path = location.getRawPath();
      return user != null
          && user.length() > 3
          && outcome.reason().replace(path == null ? " " : path, "").contains(user + "@");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static void require(boolean holds, String what, ResponseOutcome outcome) {
    if (!holds) {
      throw new IllegalStateException(what + ": " + outcome);
    }
  }
}
