package dev.permafrost.app.config;

import dev.permafrost.app.outcome.WrongUsage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes a second as people write them: {@code 500K}, {@code 100M}, {@code 2G}. */
public final class ByteRate {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([KMG]?)");

  private ByteRate() {}

  /**
   * Reads a number of bytes a second, with a thousand, million or thousand million behind it.
   *
   * @throws WrongUsage if it is anything else, or nothing
   */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Long.parseLong(form.group(1)) == 0) {
      throw new WrongUsage(
          "a rate is a number of bytes a second, with K, M or G behind it, not '" + text + "'");
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
