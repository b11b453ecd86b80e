package dev.permafrost.prove.workload;

import java.io.IOException;
import java.util.Random;

/**
 * The instant at which a process is to be killed: so long after it entered a phase for the n-th
 * time. Where the kill really falls, its journal tells.
 *
 * @param phase the phase
 * @param times how often it must have entered it
 * @param delayNanos how long after that; of {@link Phase#STARTING} since its start
 */
public record Aim(Phase phase, int times, long delayNanos) {

  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final int MOST_TIMES = 2;

  /**
   * Draws the instant of a round.
   *
   * @param missed how many rounds were aimed at the phase and fell into another: the more, the
   *     earlier, since machines and disks differ
   */
  public static Aim draw(Phase phase, int missed, Random random) {
    // Early kills are more frequent: most of what can go wrong is short.
    double fraction = random.nextDouble() * random.nextDouble() / (1 + missed);
    return new Aim(
        phase,
        1 + random.nextInt(MOST_TIMES),
        (long) (fraction * longestMillis(phase) * NANOS_PER_MILLI));
  }

  /** About how long a phase takes. */
  private static long longestMillis(Phase phase) {
    return switch (phase) {
      case STARTING -> 500;
      case OPENING, INGESTING -> 60;
      case FREEZING -> 20;
      case DISCARDING, REMOVING, RECOVERING, RECOVERED, PRUNING -> 10;
      case FOLLOWING, FLUSHING -> 200;
      case ADOPTING_COPY, ADOPTING_MOVE, ADOPTING_IN_PLACE, ADOPTING_HOT -> 60;
    };
  }

  /**
   * Waits for the instant.
   *
   * @return whether it came; else the process has ended by itself
   */
  public boolean await(Victim victim) throws IOException {
    if (phase == Phase.STARTING) {
      victim.hasRunFor(delayNanos);
      return true;
    }
    if (!victim.enters(phase, times)) {
      return false;
    }
    Victim.pass(delayNanos);
    return true;
  }
}
