package dev.permafrost.forge.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers ListObjectsV2, as Amazon's S3 API reference describes it, over a directory: prefix,
 * max-keys, start-after and continuation-token; no delimiter.
 *
 * @param pageKeys how many keys a page has at most, whatever is asked for; 1 to 1000
 */
record ObjectListing(Path directory, int pageKeys) {

  private static final int MAX_KEYS = 1000;

  /** Whether a query asks for a listing of this kind. */
  static boolean isAskedBy(String query) {
    return "2".equals(parameters(query).get("list-type"));
  }

  /** The answer to a query, an XML document. */
  String answer(String query) throws IOException {
    Map<String, String> asked = parameters(query);
    String prefix = asked.getOrDefault("prefix", "");
    String token = asked.getOrDefault("continuation-token", "");
    String after = token.isEmpty() ? asked.getOrDefault("start-after", "") : decode(token);
    int wanted = Integer.parseInt(asked.getOrDefault("max-keys", Integer.toString(MAX_KEYS)));
    int most = Math.min(Math.max(wanted, 0), pageKeys);

    List<String> keys = new ArrayList<>();
    List<Long> sizesBytes = new ArrayList<>();
    new KeyWalk(
            prefix,
            after,
            (key, file) -> {
              keys.add(key);
              sizesBytes.add(sizeBytes(file));
              return keys.size() <= most;
            })
        .walk(directory);
    boolean isTruncated = keys.size() > most;
    return render(
        prefix, most, keys.subList(0, Math.min(most, keys.size())), sizesBytes, isTruncated);
  }

  private static String render(
      String prefix, int maxKeys, List<String> keys, List<Long> sizesBytes, boolean isTruncated) {
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
            .append("<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">")
            .append("<Name>lake</Name>");
    element(xml, "Prefix", prefix);
    element(xml, "KeyCount", Integer.toString(keys.size()));
    element(xml, "MaxKeys", Integer.toString(maxKeys));
    element(xml, "IsTruncated", Boolean.toString(isTruncated));
    if (isTruncated && !keys.isEmpty()) {
      element(xml, "NextContinuationToken", encode(keys.get(keys.size() - 1)));
    }
    for (int i = 0; i < keys.size(); i++) {
      xml.append("<Contents>");
      element(xml, "Key", keys.get(i));
      element(xml, "Size", Long.toString(sizesBytes.get(i)));
      element(xml, "StorageClass", "STANDARD");
      xml.append("</Contents>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private static void element(StringBuilder xml, String name, String text) {
    xml.append('<').append(name).append('>');
    xml.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    xml.append("</").append(name).append('>');
  }

  private static long sizeBytes(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static String encode(String key) {
    return Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
  }
}
