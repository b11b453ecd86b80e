package dev.permafrost.backend.transport;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the code in an error that a store of objects answers with, as {@code SignatureDoesNotMatch}
 * (Amazon S3 API reference, "Error responses"). Nothing else of such an answer is repeated: it
 * quotes what it was asked with.
 */
final class ErrorCode {

  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,64})</Code>");

  private ErrorCode() {}

  /** The code in the first bytes of an answer; empty for none. */
  static String in(byte[] borrowed) {
    Matcher code = CODE.matcher(new String(borrowed, StandardCharsets.ISO_8859_1));
    return code.find() ? code.group(1) : "";
  }
}
