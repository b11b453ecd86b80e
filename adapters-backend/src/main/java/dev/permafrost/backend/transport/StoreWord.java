package dev.permafrost.backend.transport;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's reason for a refusal, from a header or the start of the body. Only these three parts
 * are ever repeated, in narrow forms: the rest of the answer quotes the request.
 *
 * @param code the store's code, as {@code SignatureDoesNotMatch} (Amazon S3 API reference, "Error
 *     responses"); empty for none
 * @param region the bucket's region according to the store; empty for none
 * @param title the title of a page that was sent instead of a code; empty for none
 */
record StoreWord(String code, String region, String title) {

  /** No reason. */
  static final StoreWord NONE = new StoreWord("", "", "");

  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,64})</Code>");
  private static final Pattern CODE_ALONE = Pattern.compile("[A-Za-z]{1,64}");
  private static final Pattern REGION = Pattern.compile("<Region>([a-z0-9-]{1,40})</Region>");
  private static final Pattern REGION_ALONE = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Pattern TITLE =
      Pattern.compile(
          "<title>\\s*([A-Za-z0-9 .,:!'-]{1,80}?)\\s*</title>", Pattern.CASE_INSENSITIVE);

  /** The reason in headers. */
  static StoreWord ofHeaders(String code, String region) {
    if (code.isEmpty() && region.isEmpty()) {
      return NONE;
    }
    return new StoreWord(
        CODE_ALONE.matcher(code).matches() ? code : "",
        REGION_ALONE.matcher(region).matches() ? region : "",
        "");
  }

  /** The same, completed with the first bytes of the body. */
  StoreWord with(byte[] borrowed) {
    String text = new String(borrowed, StandardCharsets.ISO_8859_1);
    return new StoreWord(
        code.isEmpty() ? first(CODE, text) : code,
        region.isEmpty() ? first(REGION, text) : region,
        first(TITLE, text));
  }

  private static String first(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "";
  }
}
