package dev.permafrost.prove;

import java.io.PrintWriter;

/**
 * One part of the proof: what a command of bin/prove runs. Its class carries picocli's annotations,
 * which say the command's name and options.
 */
public interface Part {

  /**
   * Runs it, and ends with one line of figures that begins with the command's name.
   *
   * @return whether all that was promised held, and all that was asked for was done
   * @throws IllegalArgumentException if an option's value cannot be used
   */
  boolean holds(PrintWriter out);
}
