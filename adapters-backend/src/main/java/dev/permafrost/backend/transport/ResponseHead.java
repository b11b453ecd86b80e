package dev.permafrost.backend.transport;

import java.util.OptionalLong;
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
 * @param errorCode what a store of objects calls its error; empty for none
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
    String errorCode) {

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
        "");
  }

  /** The same with the code that its body gave. */
  ResponseHead withErrorCode(String code) {
    return new ResponseHead(
        status, lengthBytes, tag, retryAfter, date, location, contentRange, crc32c, code);
  }

  /** A status and a length, as a file has them. */
  public static ResponseHead of(int status, OptionalLong lengthBytes) {
    return new ResponseHead(status, lengthBytes, "", "", "", "", "");
  }

  /** Whether what was asked for, or a part of it, follows. */
  public boolean hasBody() {
    return status == 200 || status == 206;
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
