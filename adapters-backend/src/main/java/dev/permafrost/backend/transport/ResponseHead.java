package dev.permafrost.backend.transport;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The status and the headers of a response.
 *
 * @param status the HTTP status
 * @param lengthBytes the length of the body, if it is said
 * @param tag the entity tag; empty for none
 * @param retryAfter the Retry-After header; empty for none
 * @param date the Date header; empty for none
 * @param location the Location header; empty for none
 * @param contentRange the Content-Range header; empty for none
 * @param crc32c the CRC32C of the whole object, if it is said
 * @param encoding the Content-Encoding header; empty for none
 * @param word what the server says of its refusal, if it is one
 */
public record ResponseHead(
    int status,
    OptionalLong lengthBytes,
    String tag,
    String retryAfter,
    String date,
    String location,
    String contentRange,
    OptionalLong crc32c,
    String encoding,
    StoreWord word) {

  /**
   * The encodings that say nothing beyond what a lake's object is: {@code zstd}, which is how it is
   * stored, and {@code aws-chunked}, which is how it was uploaded and some stores repeat.
   */
  private static final Set<String> OWN_ENCODINGS = Set.of("", "identity", "zstd", "aws-chunked");

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/.*");

  /** A head that says no checksum. */
  ResponseHead(
      int status,
      OptionalLong lengthBytes,
      String tag,
      String retryAfter,
      String date,
      String location,
      String contentRange) {
    this(
        status,
        lengthBytes,
        tag,
        retryAfter,
        date,
        location,
        contentRange,
        OptionalLong.empty(),
        "",
        StoreWord.NONE);
  }

  /** The same with another word of the server's. */
  ResponseHead with(StoreWord other) {
    return new ResponseHead(
        status,
        lengthBytes,
        tag,
        retryAfter,
        date,
        location,
        contentRange,
        crc32c,
        encoding,
        other);
  }

  /** The same with a code of a store, as a server says it in the body. */
  public ResponseHead withCode(String code) {
    return with(StoreWord.ofHeaders(code, ""));
  }

  /** A status and a length, as a file has them. */
  public static ResponseHead of(int status, OptionalLong lengthBytes) {
    return new ResponseHead(status, lengthBytes, "", "", "", "", "");
  }

  /** Whether what was asked for, or a part of it, follows. */
  public boolean hasBody() {
    return status == 200 || status == 206;
  }

  /** Whether the body is encoded on its way in a manner that nobody asked for. */
  boolean isEncoded() {
    for (String each : encoding.split(",", -1)) {
      if (!OWN_ENCODINGS.contains(each.strip().toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the entity tag names exactly these bytes (RFC 9110, section 8.8.3). */
  public boolean hasStrongTag() {
    return tag.startsWith("\"");
  }

  /** Where the part that is answered begins: 0 if it is the whole, -1 if that is not said. */
  public long firstByte() {
    if (status != 206) {
      return 0;
    }
    Matcher range = CONTENT_RANGE.matcher(contentRange);
    return range.matches() ? Long.parseLong(range.group(1)) : -1;
  }

  /** Whether it sends the reader elsewhere. */
  boolean isRedirect() {
    return RetryPolicy.Rule.ofStatus(status, false) == RetryPolicy.Rule.REDIRECT;
  }
}
