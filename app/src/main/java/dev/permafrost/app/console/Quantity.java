package dev.permafrost.app.console;

import java.time.Duration;

/**
 * Formats numbers with units. It does so without {@link String#format}, whose first call takes
 * longer than the rest of a short command.
 */
public final class Quantity {

  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Quantity() {}

  /** A count with thousands separators: {@code 10,000}. */
  public static String count(long number) {
    StringBuilder digits = new StringBuilder().append(Math.abs(number));
    for (int place = digits.length() - 3; place > 0; place -= 3) {
      digits.insert(place, ',');
    }
    return number < 0 ? "-" + digits : digits.toString();
  }

  /** A size in decimal units: {@code 914 B}, {@code 3.7 MB}. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : tenths(value) + " " + UNITS[unit];
  }

  /** A time: {@code 0.3 s}, {@code 4 min 12 s}, {@code 3 h 5 min}. */
  public static String time(Duration time) {
    if (time.compareTo(Duration.ofSeconds(60)) < 0) {
      return tenths(time.toMillis() / 1000.0) + " s";
    }
    if (time.compareTo(Duration.ofMinutes(60)) < 0) {
      return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
    return time.toHours() + " h " + time.toMinutesPart() + " min";
  }

  /** Ledgers a second; {@code -} if the time is too short. */
  public static String rate(long ledgers, Duration time) {
    long nanos = time.toNanos();
    return nanos <= 0 || ledgers == 0 ? "-" : count(Math.round(ledgers * 1e9 / nanos)) + "/s";
  }

  /** Bytes a second; {@code -} if the time is too short. */
  public static String byteRate(long bytes, Duration time) {
    long nanos = time.toNanos();
    return nanos <= 0 || bytes == 0 ? "-" : bytes(Math.round(bytes * 1e9 / nanos)) + "/s";
  }

  /** An age: as a time, or in days from two days on. */
  public static String age(Duration age) {
    return age.toDays() < 2 ? time(age) : count(age.toDays()) + " days";
  }

  private static String tenths(double value) {
    long tenths = Math.round(value * 10);
    return tenths / 10 + "." + tenths % 10;
  }
}
