package dev.permafrost.app.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A second safeguard for secrets. Messages already name a lake without its user and query, and
 * contain nothing else that is sent to a lake; if an address gets into a text all the same, this
 * removes what may be secret.
 */
final class WithoutSecrets {

  /** Up to the last at sign: a password may contain one, and quotes. */
  private static final Pattern USER = Pattern.compile("(\\b[a-zA-Z][a-zA-Z0-9+.-]*://)[^\\s/]*@");

  /**
   * The query of s3: and gs: addresses names a region and the like, and printed commands need it.
   */
  private static final Pattern QUERY =
      Pattern.compile("(\\b[hH][tT][tT][pP][sS]?://[^\\s?#]*)[?#]\\S*");

  private WithoutSecrets() {}

  static String text(String text) {
    if (!text.contains("://")) {
      return text;
    }
    return QUERY.matcher(USER.matcher(text).replaceAll("$1")).replaceAll("$1");
  }

  /** A value of a document: maps, lists, strings, and values without text. */
  static Object value(Object value) {
    if (value instanceof String text) {
      return text(text);
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> cleaned = new LinkedHashMap<>();
      map.forEach((key, held) -> cleaned.put(key, value(held)));
      return cleaned;
    }
    return value instanceof List<?> list
        ? list.stream().map(WithoutSecrets::value).toList()
        : value;
  }
}
