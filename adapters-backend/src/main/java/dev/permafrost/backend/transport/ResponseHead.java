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
 * @param lengthBytes the length of the body, if stated
 * @param tag the entity tag; empty for none
 * @param retryAfter the Retry-After header; empty for none
 * @param date the Date header; empty for none
 * @param location the Location header; empty for none
 * @param contentRange the Content-Range header; empty for none
 * @param crc32c the CRC32C of the whole object, if stated
 * @param encoding the Content-Encoding header; empty for none
 * @param word the server's reason, if it is a refusal
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
   * Encodings that do not change the object: {@code zstd}, in which it is stored, and {@code
   * aws-chunked}, in which it was uploaded and which some stores repeat.
   */
  private static final Set<String> OWN_ENCODINGS = Set.of("", "identity", "zstd", "aws-chunked");

  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/.*");

  /** Creates a head without a checksum. */
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

  /** The same with another reason. */
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

  /** The same with a store's code from the body. */
  public ResponseHead withCode(String code) {
    return with(StoreWord.ofHeaders(code, ""));
  }

  /** A head with status and length, as for a file. */
  public static ResponseHead of(int status, OptionalLong lengthBytes) {
    return new ResponseHead(status, lengthBytes, "", "", "", "", "");
  }

  /** Whether the requested object, or a part of it, follows. */
  public boolean hasBody() {
    return status == 200 || status == 206;
  }

  /** Whether the body has an encoding that was not requested. */
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

  /** Where the part in the answer starts: 0 for the whole object, -1 if unknown. */
  public long firstByte() {
    if (status != 206) {
      return 0;
    }
    Matcher range = CONTENT_RANGE.matcher(contentRange);
    return range.matches() ? Long.parseLong(range.group(1)) : -1;
  }

  /** Whether it is a redirect. */
  boolean isRedirect() {
    return RetryPolicy.Rule.ofStatus(status, false) == RetryPolicy.Rule.REDIRECT;
  }
}
