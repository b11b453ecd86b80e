package dev.permafrost.backend.lake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.ports.failure.LakeDamage;
import java.io.IOException;

/**
 * A lake's manifest, {@code .config.json} (SEP-54): its network and how it is divided.
 *
 * <p>Every field that is read must occur once, have its type and be valid; a string that looks like
 * a number is not accepted. Unknown fields are ignored: the version says whether the known ones
 * still have their meaning.
 *
 * @param network the network's passphrase
 * @param layout how the lake is divided
 */
record Manifest(String network, LakeLayout layout) {

  /** Its key. */
  static final String KEY = ".config.json";

  /** A manifest has some 200 bytes; anything larger than this is rejected. */
  static final int LARGEST_BYTES = 64 << 10;

  private static final int DEEPEST = 16;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(20)
                .maxStringLength(LARGEST_BYTES)
                .maxDocumentLength(LARGEST_BYTES)
                .build());
  }

  /**
   * Parses a manifest.
   *
   * @param location its name, for messages
   * @throws LakeDamage if it is invalid, or of an unknown version
   */
  static Manifest read(byte[] json, String location) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      throw new LakeDamage(location, "it is no JSON: " + firstLine(e), e);
    }
    if (root == null || !root.isObject()) {
      throw new LakeDamage(location, "it is no JSON object", null);
    }
    String version = text(root, "version", location);
    if (!version.equals("1") && !version.startsWith("1.")) {
      throw new LakeDamage(location, "version is '" + version + "', known is 1", null);
    }
    String compression = text(root, "compression", location);
    if (!compression.equals("zstd")) {
      throw new LakeDamage(location, "compression is '" + compression + "', known is zstd", null);
    }
    return new Manifest(
        text(root, "networkPassphrase", location),
        new LakeLayout(
            count(root, "ledgersPerBatch", location),
            count(root, "batchesPerPartition", location)));
  }

  private static String text(JsonNode root, String field, String location) {
    JsonNode value = root.path(field);
    if (!value.isTextual() || value.textValue().isBlank()) {
      throw new LakeDamage(location, field + " is " + describe(value) + ", expected a text", null);
    }
    return value.textValue();
  }

  private static int count(JsonNode root, String field, String location) {
    JsonNode value = root.path(field);
    boolean isCount =
        value.isIntegralNumber()
            && value.canConvertToInt()
            && value.intValue() >= 1
            && value.intValue() <= LakeOptions.MOST_PER_BATCH;
    if (!isCount) {
      throw new LakeDamage(
          location,
          field + " is " + describe(value) + ", expected 1 to " + LakeOptions.MOST_PER_BATCH,
          null);
    }
    return value.intValue();
  }

  private static String describe(JsonNode value) {
    String text = value.isMissingNode() ? "missing" : value.toString();
    return text.length() > 80 ? text.substring(0, 80) + "..." : text;
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
