package dev.permafrost.prove.fuzz;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Shares out a time among turns, several of which are taken at once: each gets its part of what is
 * left when it begins, so that what earlier ones took too long is made up for. Safe for several
 * threads.
 */
final class Turns {

  /** About what a process takes before it searches and after it. */
  private static final long OVERHEAD_NANOS = Duration.ofSeconds(3).toNanos();

  private final LongSupplier clock;
  private final long endNanos;
  private final int atATime;
  private final int rounds;
  private int begun;

  /**
   * Begins now.
   *
   * @param clock nanoseconds
   */
  Turns(Duration inAll, int turns, int atATime, LongSupplier clock) {
    this.clock = clock;
    this.endNanos = clock.getAsLong() + inAll.toNanos();
    this.atATime = atATime;
    this.rounds = (turns + atATime - 1) / atATime;
  }

  /** How long the next turn may search: whole seconds, at least one. */
  synchronized Duration next() {
    int roundsLeft = Math.max(1, rounds - begun / atATime);
    begun++;
    long nanos = (endNanos - clock.getAsLong()) / roundsLeft - OVERHEAD_NANOS;
    return Duration.ofSeconds(Math.max(1, Duration.ofNanos(nanos).toSeconds()));
  }
}
