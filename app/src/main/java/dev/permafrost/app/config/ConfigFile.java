package dev.permafrost.app.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.permafrost.app.outcome.WrongUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file that gives options their values: one JSON object whose keys are the long names of options
 * without the dashes in front, and whose values are strings, numbers or booleans, or a list of
 * strings for an option that repeats. The command line and variables take precedence. Immutable.
 *
 * <p>A key that is not an option is rejected, and so is one that may only be given on the command
 * line.
 */
public final class ConfigFile {

  /** Options that may only be given on the command line. */
  static final Set<String> ON_THE_LINE_ONLY =
      Set.of("config", "help", "version", "yes", "lose-unfrozen");

  private static final long MAX_BYTES = 1 << 20;

  private final Path path;
  private final Map<String, List<String>> values;

  private ConfigFile(Path path, Map<String, List<String>> values) {
    this.path = path;
    this.values = values;
  }

  /**
   * Reads a file.
   *
   * @throws WrongUsage if it cannot be read, or is not one flat JSON object
   */
  public static ConfigFile read(Path path) {
    JsonNode root = parse(path);
    if (!root.isObject()) {
      throw new WrongUsage(path + ": the configuration is one JSON object");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> property : root.properties()) {
      values.put(property.getKey(), values(path, property.getKey(), property.getValue()));
    }
    return new ConfigFile(path, values);
  }

  private static List<String> values(Path path, String key, JsonNode value) {
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (!element.isTextual()) {
          throw new WrongUsage(path + ": a list, as '" + key + "' has, is one of strings");
        }
        texts.add(element.asText());
      }
      if (texts.isEmpty()) {
        throw new WrongUsage(path + ": the list of '" + key + "' is empty; leave the key out");
      }
      return texts;
    }
    if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
      throw new WrongUsage(
          path + ": '" + key + "' is a string, a number, a boolean, or a list of strings");
    }
    return List.of(value.asText());
  }

  /** The path of the file. */
  public Path path() {
    return path;
  }

  private static JsonNode parse(Path path) {
    JsonMapper strict =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new WrongUsage(path + ": a configuration has at most " + MAX_BYTES + " bytes");
      }
      return strict.readTree(Files.readAllBytes(path));
    } catch (JsonProcessingException e) {
      throw new WrongUsage(path + " is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new WrongUsage("cannot read the configuration " + path, e);
    }
  }

  /**
   * Rejects keys that are not options.
   *
   * @param options the long names of all options of all commands, without leading dashes
   * @throws WrongUsage naming the key
   */
  public void requireOnly(Collection<String> options) {
    for (String key : values.keySet()) {
      if (ON_THE_LINE_ONLY.contains(key)) {
        throw new WrongUsage(path + ": '" + key + "' can only be given on the command line");
      }
      if (!options.contains(key)) {
        Set<String> known = new TreeSet<>(options);
        known.removeAll(ON_THE_LINE_ONLY);
        throw new WrongUsage(
            path
                + ": unknown key '"
                + key
                + "'"
                + (Nearest.of(key, known).isPresent()
                    ? Nearest.hint(key, known)
                    : ", known are " + known));
      }
    }
  }

  /**
   * The value of an option: one, or those of a list.
   *
   * @param names its long names, any of which may be the key
   * @throws WrongUsage if more than one of them is present
   */
  public Optional<List<String>> value(Collection<String> names) {
    Set<String> present = new TreeSet<>(names);
    present.retainAll(values.keySet());
    if (present.size() > 1) {
      throw new WrongUsage(path + ": " + present + " are one option");
    }
    return present.stream().findFirst().map(values::get);
  }
}
