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

  /**
   * Draws the instant of a round.
   *
   * @param longestMillis about how long the phase takes
   * @param mostTimes how often it may be entered before
   * @param missed how many rounds were aimed at the phase and fell into another: the more, the
   *     earlier, since machines and disks differ
   */
  public static Aim draw(Phase phase, int longestMillis, int mostTimes, int missed, Random random) {
    // Early kills are more frequent: most of what can go wrong is short.
    double fraction = random.nextDouble() * random.nextDouble() / (1 + missed);
    return new Aim(
        phase, 1 + random.nextInt(mostTimes), (long) (fraction * longestMillis * NANOS_PER_MILLI));
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
