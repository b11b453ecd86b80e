package dev.permafrost.backend.access;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Writes a path as the signature of a request covers it: each octet but the unreserved ones of RFC
 * 3986 as a percent sign and two digits, the slashes kept (Amazon S3 API reference, "UriEncode").
 * S3 writes the path that came in this way before it compares signatures, so one with an equals
 * sign in it, as {@code year=2024/}, has to be sent so.
 */
final class StorePath {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String PLAIN = "/-._~";

  private StorePath() {}

  /** Encodes a raw path, in which some octets may be encoded already. */
  static String encoded(String rawPath) {
    byte[] bytes = rawPath.getBytes(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xFF);
      if (c == '%' && i + 2 < bytes.length) {
        byte octet = (byte) HexFormat.fromHexDigits(rawDigits(bytes, i));
        append(octet, text);
        i += 2;
      } else {
        append(bytes[i], text);
      }
    }
    return text.toString();
  }

  private static String rawDigits(byte[] bytes, int percent) {
    return new String(bytes, percent + 1, 2, StandardCharsets.ISO_8859_1);
  }

  private static void append(byte octet, StringBuilder text) {
    char c = (char) (octet & 0xFF);
    boolean isPlain =
        (c >= 'A' && c <= 'Z')
            || (c >= 'a' && c <= 'z')
            || (c >= '0' && c <= '9')
            || PLAIN.indexOf(c) >= 0;
    if (isPlain) {
      text.append(c);
    } else {
      text.append('%').append(HEX.toHexDigits(octet));
    }
  }
}
