package dev.permafrost.app.command;

import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.io.PrintStream;

/**
 * What a run of the command line meets outside of its arguments.
 *
 * @param out standard output
 * @param err standard error
 * @param terminal whether standard error is a terminal
 * @param cancel stops the run between two ledgers
 * @param time the clock
 */
public record Surroundings(
    PrintStream out, PrintStream err, boolean terminal, CancelToken cancel, TimeSource time) {}
