package dev.permafrost.backend.access;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Encodes a path in the form that the signature of a request covers: each octet except the
 * unreserved ones of RFC 3986 becomes a percent sign and two digits; slashes are kept (Amazon S3
 * API reference, "UriEncode"). S3 re-encodes the received path in this way before it compares
 * signatures, so a path with an equals sign, such as {@code year=2024/}, must be sent in this form.
 */
final class StorePath {

  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final String PLAIN = "/-._~";

  private StorePath() {}

  /** Encodes a raw path, which may be partly encoded already. */
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
