package dev.permafrost.prove;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The options of one command: each a name and a value. */
public final class Options {

  private static final String PREFIX = "--";

  private final Map<String, String> valueOfName;

  private Options(Map<String, String> valueOfName) {
    this.valueOfName = valueOfName;
  }

  /**
   * Reads options.
   *
   * @param arguments names and values in turn, {@code --seed 7}
   * @param known the names that the command has, without dashes
   * @throws IllegalArgumentException if a name is unknown or given twice, or a value is missing
   */
  public static Options of(List<String> arguments, Set<String> known) {
    return of(arguments, known, Set.of());
  }

  /**
   * The same with options that have no value.
   *
   * @param flags their names, without dashes
   */
  public static Options of(List<String> arguments, Set<String> known, Set<String> flags) {
    Deque<String> left = new ArrayDeque<>(arguments);
    Map<String, String> valueOfName = new HashMap<>();
    while (!left.isEmpty()) {
      String option = left.pop();
      String name = option.startsWith(PREFIX) ? option.substring(PREFIX.length()) : "";
      boolean isFlag = flags.contains(name);
      if (!isFlag && !known.contains(name)) {
        throw new IllegalArgumentException("no option " + option);
      }
      if (!isFlag && left.isEmpty()) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      if (valueOfName.put(name, isFlag ? "" : left.pop()) != null) {
        throw new IllegalArgumentException(option + " is given twice");
      }
    }
    return new Options(valueOfName);
  }

  /** Whether an option without a value was given. */
  public boolean isSet(String flag) {
    return valueOfName.containsKey(flag);
  }

  /** The value of an option, if it was given. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(valueOfName.get(name));
  }

  /**
   * A time such as {@code 40s} or {@code 5m}.
   *
   * @throws IllegalArgumentException if the value is something else, or not above zero
   */
  public Duration duration(String name, Duration otherwise) {
    String value = valueOfName.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      Duration duration = Duration.parse("PT" + value);
      if (!duration.isZero() && !duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // The same answer as for a time that is none.
    }
    throw new IllegalArgumentException(
        PREFIX + name + " is a time such as 40s or 5m, not " + value);
  }

  /**
   * A whole number above zero.
   *
   * @throws IllegalArgumentException if the value is something else
   */
  public int count(String name, int otherwise) {
    String value = valueOfName.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int count = Integer.parseInt(value);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // The same answer as for a number that is too small.
    }
    throw new IllegalArgumentException(
        PREFIX + name + " is a whole number above zero, not " + value);
  }

  /**
   * What a run draws from: the one that was given, else a new one.
   *
   * @throws IllegalArgumentException if it is no whole number
   */
  public long seed() {
    String value = valueOfName.get("seed");
    try {
      return value == null ? System.nanoTime() : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--seed is a whole number, not " + value, e);
    }
  }
}
