package dev.permafrost.app.command;

import dev.permafrost.app.outcome.WrongUsage;
import java.util.function.Supplier;

/** Prefixes an option's name to the message about its value. */
final class Named {

  private Named() {}

  /** Reads a value. */
  static <T> T option(String name, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (WrongUsage e) {
      throw new WrongUsage(name + ": " + e.getMessage(), e);
    }
  }
}
