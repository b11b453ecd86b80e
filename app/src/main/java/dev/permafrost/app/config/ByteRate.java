package dev.permafrost.app.config;

import dev.permafrost.app.outcome.WrongUsage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A byte rate as people write it: {@code 500K}, {@code 100M}, {@code 2G}. */
public final class ByteRate {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([KMG]?)");

  private ByteRate() {}

  /**
   * Parses a number of bytes a second, optionally followed by K (thousand), M (million) or G
   * (thousand million).
   *
   * @throws WrongUsage if it is anything else, or zero
   */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
      throw new WrongUsage(
          "a rate is a number of bytes a second, with K, M or G after it, not '" + text + "'");
    }
    long number = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "K" -> number * 1_000;
      case "M" -> number * 1_000_000;
      case "G" -> number * 1_000_000_000;
      default -> number;
    };
  }
}
