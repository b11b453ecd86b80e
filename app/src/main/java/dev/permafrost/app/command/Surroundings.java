package dev.permafrost.app.command;

import dev.permafrost.app.space.Volumes;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Map;

/**
 * The environment of a command line, apart from its arguments.
 *
 * @param out standard output
 * @param err standard error
 * @param terminal whether standard error is a terminal
 * @param cancel stops the run between two ledgers
 * @param time the clock of waits
 * @param calendar the wall clock, for the age of ledgers
 * @param environment the environment variables
 * @param volumes the free space of volumes
 */
public record Surroundings(
    PrintStream out,
    PrintStream err,
    boolean terminal,
    CancelToken cancel,
    TimeSource time,
    InstantSource calendar,
    Map<String, String> environment,
    Volumes volumes) {

  /** Creates an environment with the volumes of this machine. */
  public Surroundings(
      PrintStream out,
      PrintStream err,
      boolean terminal,
      CancelToken cancel,
      TimeSource time,
      InstantSource calendar,
      Map<String, String> environment) {
    this(out, err, terminal, cancel, time, calendar, environment, Volumes.ofThisMachine());
  }

  /** Creates an environment without variables. */
  public Surroundings(
      PrintStream out, PrintStream err, boolean terminal, CancelToken cancel, TimeSource time) {
    this(out, err, terminal, cancel, time, InstantSource.system(), Map.of());
  }
}
