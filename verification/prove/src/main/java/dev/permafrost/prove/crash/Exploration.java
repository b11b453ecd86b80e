package dev.permafrost.prove.crash;

import java.util.List;

/**
 * What an exploration came to.
 *
 * @param scenarios how many scenarios were run
 * @param points at how many operations the machine was stopped, over all runs
 * @param losses in how many runs a volume was cut before the others
 * @param states how many distinct machines were tried
 * @param again how many of these came from a second or later crash
 * @param bound up to how many survivors each first crash was looked at as a whole
 * @param failures what was found
 * @param seed what every choice was drawn from
 * @param seconds how long it took
 */
public record Exploration(
    int scenarios,
    long points,
    long losses,
    long states,
    long again,
    int bound,
    List<Failure> failures,
    long seed,
    double seconds) {

  /**
   * A state in which something was wrong.
   *
   * @param path the crashes that lead there, for a replay
   * @param what what was wrong
   */
  public record Failure(String path, List<String> what) {}

  /** Copies the list. */
  public Exploration {
    failures = List.copyOf(failures);
  }

  /** The line of figures. */
  public String line() {
    return String.format(
        "crash: scenarios=%d points=%d losses=%d states=%d again=%d bound=%d violations=%d"
            + " seconds=%.0f seed=%d",
        scenarios, points, losses, states, again, bound, failures.size(), seconds, seed);
  }
}
