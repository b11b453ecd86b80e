package dev.permafrost.app.command;

import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.io.PrintStream;
import java.util.Map;

/**
 * What a run of the command line meets outside of its arguments.
 *
 * @param out standard output
 * @param err standard error
 * @param terminal whether standard error is a terminal
 * @param cancel stops the run between two ledgers
 * @param time the clock
 * @param environment the environment's variables
 */
public record Surroundings(
    PrintStream out,
    PrintStream err,
    boolean terminal,
    CancelToken cancel,
    TimeSource time,
    Map<String, String> environment) {

  /** Surroundings whose environment says nothing. */
  public Surroundings(
      PrintStream out, PrintStream err, boolean terminal, CancelToken cancel, TimeSource time) {
    this(out, err, terminal, cancel, time, Map.of());
  }
}
