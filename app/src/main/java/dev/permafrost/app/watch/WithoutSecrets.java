package dev.permafrost.app.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The second lock on secrets. Messages name a lake without its user and query already, and nothing
 * else that is shown to a lake is in one; should an address get into a text all the same, what may
 * be a secret of it stays here.
 */
final class WithoutSecrets {

  /** Up to the last at sign: a password may hold one, and quotes. */
  private static final Pattern USER = Pattern.compile("(\\b[a-zA-Z][a-zA-Z0-9+.-]*://)[^\\s/]*@");

  /** Of s3: and gs: a query says a region and the like, and commands that are told need it. */
  private static final Pattern QUERY =
      Pattern.compile("(\\b[hH][tT][tT][pP][sS]?://[^\\s?#]*)[?#]\\S*");

  private WithoutSecrets() {}

  static String text(String text) {
    if (!text.contains("://")) {
      return text;
    }
    return QUERY.matcher(USER.matcher(text).replaceAll("$1")).replaceAll("$1");
  }

  /** A value of a document: maps, lists, strings and what holds no text. */
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
