package dev.permafrost.backend.transport;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Compares the CRC32C that a store states for its object with that of the received bytes.
 *
 * <p>Both vendors write it in Base64, four bytes, big-endian. Cloud Storage states it for every
 * object in {@code x-goog-hash}, together with other checksums; S3 in {@code
 * x-amz-checksum-crc32c}, for objects that were uploaded with one, if the request asks for it. For
 * an object uploaded in parts S3 may state a checksum of the parts' checksums ({@code
 * x-amz-checksum-type: COMPOSITE}), which cannot be compared and is ignored. Both cover the whole
 * object, even if the answer is a part of it.
 */
public final class BodyChecksum {

  /** The header that asks S3 for its checksums; other stores ignore it. */
  static final String ASKING_NAME = "x-amz-checksum-mode";

  /** The value of that header. */
  static final String ASKING_VALUE = "ENABLED";

  private static final String GOOGLE_MARK = "crc32c=";

  private BodyChecksum() {}

  /**
   * Reads the headers.
   *
   * @param google the values of {@code x-goog-hash}
   * @param amazon the value of {@code x-amz-checksum-crc32c}; empty for none
   * @param amazonType the value of {@code x-amz-checksum-type}; empty for none
   * @return the checksum of the whole object, if there is one that can be checked
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
   * Whether the checksums in a head cover other bytes than the body: the stored ones, if Cloud
   * Storage decompresses an object on the way ("Transcoding of gzip-compressed files"), or those
   * that a cache had before it changed them, which turns a strong entity tag into a weak one (RFC
   * 9110, section 8.8.1).
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

  /** The outcome for a complete body, by the checksum that its server states. */
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

  /** The checksum of a body in parts, whose positions do not change. */
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
