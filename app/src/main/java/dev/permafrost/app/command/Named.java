package dev.permafrost.app.command;

import dev.permafrost.app.outcome.WrongUsage;
import java.util.function.Supplier;

/** Puts the option's name in front of what is wrong with its value. */
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
