package dev.permafrost.prove;

import java.io.PrintStream;
import java.util.Set;

/** One part of the proof: what a command of bin/prove runs. */
public interface Part {

  /** The command and its options, as a person types them. */
  String usage();

  /** The names of its options, without dashes. */
  Set<String> options();

  /** The names of its options that have no value, without dashes. */
  default Set<String> flags() {
    return Set.of();
  }

  /**
   * Runs it, and ends with one line of figures that begins with the command's name.
   *
   * @return whether all that was promised held, and all that was asked for was done
   * @throws IllegalArgumentException if an option's value cannot be used
   */
  boolean holds(Options options, PrintStream out);
}
