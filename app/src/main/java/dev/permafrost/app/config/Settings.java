package dev.permafrost.app.config;

import dev.permafrost.app.outcome.WrongUsage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The values of options that are not on the command line: from environment variables, then from the
 * configuration file. Immutable.
 *
 * <p>The variable of an option is {@code PERMAFROST_} and its long name in capitals, with an
 * underscore for each hyphen. An option that repeats has one value on each line.
 */
public final class Settings {

  private static final String PREFIX = "PERMAFROST_";

  /** Variables of the launcher. */
  private static final Set<String> OF_OTHERS =
      Set.of("PERMAFROST_CACHE", "PERMAFROST_JAVA_OPTS", "PERMAFROST_S3", "PERMAFROST_SPARK_JAR");

  /**
   * Variables that Kubernetes sets for a service named permafrost, or with a name that starts so.
   */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile("PERMAFROST_(.*_)?(SERVICE_(HOST|PORT.*)|PORT|PORT_[0-9]+_.*)");

  /**
   * A value with its source.
   *
   * @param values one, or those of an option that repeats
   * @param source where it comes from, for messages
   */
  public record Given(List<String> values, String source) {

    /** Copies the list. */
    public Given {
      values = List.copyOf(values);
    }
  }

  private final Map<String, String> variables = new TreeMap<>();
  private final Optional<ConfigFile> file;

  /**
   * Creates the settings.
   *
   * @param environment all variables of the process
   */
  public Settings(Map<String, String> environment, Optional<ConfigFile> file) {
    environment.forEach(
        (name, value) -> {
          boolean isOurs = name.startsWith(PREFIX) && !OF_OTHERS.contains(name);
          if (isOurs && !OF_KUBERNETES.matcher(name).matches()) {
            variables.put(name, value);
          }
        });
    this.file = file;
  }

  /** Whether nothing is set. */
  public boolean isEmpty() {
    return variables.isEmpty() && file.isEmpty();
  }

  /** The variable of an option. */
  public static String variable(String longName) {
    return PREFIX + longName.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /**
   * Rejects options that may only be given on the command line, and keys of the file that are not
   * options.
   *
   * @param options the long names of all options of all commands, without leading dashes
   * @return warnings about variables that are not options, which may have another purpose
   * @throws WrongUsage naming the key or the variable
   */
  public List<String> check(Collection<String> options) {
    file.ifPresent(config -> config.requireOnly(options));
    Set<String> known = new TreeSet<>();
    options.forEach(option -> known.add(variable(option)));
    ConfigFile.ON_THE_LINE_ONLY.stream()
        .filter(option -> !option.equals("config"))
        .forEach(
            option -> {
              known.remove(variable(option));
              if (variables.containsKey(variable(option))) {
                throw new WrongUsage(
                    variable(option) + ": '" + option + "' can only be given on the command line");
              }
            });
    List<String> notes = new ArrayList<>();
    for (String variable : variables.keySet()) {
      if (!known.contains(variable)) {
        notes.add("the variable " + variable + " is no option" + Nearest.hint(variable, known));
      }
    }
    return notes;
  }

  /**
   * The value of an option.
   *
   * @param names its long names, any of which may be the key or the variable
   * @throws WrongUsage if two of them are set in one place
   */
  public Optional<Given> value(Collection<String> names) {
    Set<String> present = new TreeSet<>();
    names.forEach(name -> present.add(variable(name)));
    present.retainAll(variables.keySet());
    if (present.size() > 1) {
      throw new WrongUsage(present + " are one option");
    }
    if (!present.isEmpty()) {
      String variable = present.iterator().next();
      List<String> values =
          variables.getOrDefault(variable, "").lines().filter(l -> !l.isBlank()).toList();
      return Optional.of(
          new Given(values.isEmpty() ? List.of("") : values, "variable " + variable));
    }
    return file.flatMap(
        config -> config.value(names).map(values -> new Given(values, "file " + config.path())));
  }
}
