package dev.permafrost.backend.transport;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * The CRC32C that a store says its object has, and that of the bytes that came.
 *
 * <p>Both vendors write it in Base64, four bytes, big-endian. Cloud Storage says it of every object
 * in {@code x-goog-hash}, beside other sums; S3 in {@code x-amz-checksum-crc32c}, of objects that
 * were uploaded with one, if the request asks for it. Of an object that was uploaded in parts S3's
 * may be a sum of the parts' sums ({@code x-amz-checksum-type: COMPOSITE}), which says nothing of
 * the bytes and is left alone. Either is about the whole object, also where a part is answered.
 */
public final class BodyChecksum {

  /** The header that asks S3 for its sums; others do not know it. */
  static final String ASKING_NAME = "x-amz-checksum-mode";

  /** What that header says. */
  static final String ASKING_VALUE = "ENABLED";

  private static final String GOOGLE_MARK = "crc32c=";

  private BodyChecksum() {}

  /**
   * Reads the headers.
   *
   * @param google the values of {@code x-goog-hash}
   * @param amazon the value of {@code x-amz-checksum-crc32c}; empty for none
   * @param amazonType the value of {@code x-amz-checksum-type}; empty for none
   * @return the sum of the whole object, if one is said that can be checked
   */
  static OptionalLong read(List<String> google, String amazon, String amazonType) {
    for (String header : google) {
      for (String sum : header.split(",", -1)) {
        if (sum.strip().startsWith(GOOGLE_MARK)) {
          return decode(sum.strip().substring(GOOGLE_MARK.length()));
        }
      }
    }
    boolean isOfTheWhole = amazonType.isEmpty() || amazonType.equalsIgnoreCase("FULL_OBJECT");
    return isOfTheWhole ? decode(amazon.strip()) : OptionalLong.empty();
  }

  /**
   * Whether the sums in a head are of other bytes than those that come: of the stored ones, where
   * Cloud Storage decompresses an object on its way ("Transcoding of gzip-compressed files"), or of
   * those that a cache had before it changed them, which turns a strong entity tag into a weak one
   * (RFC 9110, section 8.8.1).
   *
   * @param storedEncoding the value of {@code x-goog-stored-content-encoding}; empty for none
   * @param storedLength the value of {@code x-goog-stored-content-length}; empty for none
   * @param length the value of {@code Content-Length}; empty for none
   * @param tag the value of {@code ETag}; empty for none
   * @param warning the value of {@code Warning}; empty for none
   */
  static boolean isOfOtherBytes(
      String storedEncoding, String storedLength, String length, String tag, String warning) {
    boolean isDecoded =
        !storedEncoding.isEmpty() && !storedEncoding.strip().equalsIgnoreCase("identity");
    boolean isOtherLength =
        !storedLength.isEmpty()
            && !length.isEmpty()
            && !storedLength.strip().equals(length.strip());
    return isDecoded || isOtherLength || tag.startsWith("W/") || warning.startsWith("214");
  }

  /** The outcome on a whole body that is present otherwise, by the sum its server says it has. */
  public static ResponseOutcome judge(
      ResponseOutcome present, ResponseHead head, List<ByteBuffer> body) {
    if (present.kind() != ResponseOutcome.Kind.PRESENT || head.crc32c().isEmpty()) {
      return present;
    }
    long expected = head.crc32c().getAsLong();
    long found = of(body);
    if (expected == found) {
      return present;
    }
    String reason =
        String.format(
            Locale.ROOT,
            "its bytes have the CRC32C %08x, and its server says %08x",
            found,
            expected);
    return ResponseOutcome.corrupt(head.status(), reason);
  }

  /** The sum of a body in parts, whose positions do not change. */
  static long of(List<ByteBuffer> body) {
    CRC32C sum = new CRC32C();
    body.forEach(part -> sum.update(part.duplicate()));
    return sum.getValue();
  }

  private static OptionalLong decode(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
    return bytes.length == Integer.BYTES
        ? OptionalLong.of(Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt()))
        : OptionalLong.empty();
  }
}
