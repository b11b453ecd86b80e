package dev.permafrost.backend.transport;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server says of its refusal, in a header or at the beginning of the body. Of all that only
 * these three are ever repeated, within narrow forms: the rest quotes what it was asked with.
 *
 * @param code the store's code, as {@code SignatureDoesNotMatch} (Amazon S3 API reference, "Error
 *     responses"); empty for none
 * @param region where the store says that the bucket is; empty for nowhere
 * @param title the title of a page that took the place of a code; empty for none
 */
record StoreWord(String code, String region, String title) {

  /** A server that says nothing. */
  static final StoreWord NONE = new StoreWord("", "", "");

  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,64})</Code>");
  private static final Pattern CODE_ALONE = Pattern.compile("[A-Za-z]{1,64}");
  private static final Pattern REGION = Pattern.compile("<Region>([a-z0-9-]{1,40})</Region>");
  private static final Pattern REGION_ALONE = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Pattern TITLE =
      Pattern.compile(
          "<title>\\s*([A-Za-z0-9 .,:!'-]{1,80}?)\\s*</title>", Pattern.CASE_INSENSITIVE);

  /** What headers say. */
  static StoreWord ofHeaders(String code, String region) {
    if (code.isEmpty() && region.isEmpty()) {
      return NONE;
    }
    return new StoreWord(
        CODE_ALONE.matcher(code).matches() ? code : "",
        REGION_ALONE.matcher(region).matches() ? region : "",
        "");
  }

  /** The same with what the first bytes of the body say beside it. */
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
