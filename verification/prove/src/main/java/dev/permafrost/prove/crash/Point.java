package dev.permafrost.prove.crash;

import dev.permafrost.testkit.machine.Moment;
import java.util.Set;

/**
 * An instant of a run at which the machine may be stopped.
 *
 * @param step the number of the operation that is about to be done, counted from the run's first
 * @param digest tells the machine at that instant from others
 * @param moment the machine at that instant
 * @param promised the ledgers that were acknowledged by then
 */
public record Point(long step, long digest, Moment moment, Set<Long> promised) {}
