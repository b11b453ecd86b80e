package dev.permafrost.benchmarks;

import java.util.function.Function;

/**
 * One line of the table: what is measured, against what in the same run, and what it must reach.
 *
 * @param name what it is called on the command line
 * @param bound on which side of {@code must} a ratio must be
 * @param must what the ratio must reach
 * @param contest prepares what its rounds need; the caller closes it
 * @param uncountedRounds how many rounds come before those that count: what is compared with mostly
 *     waits or runs in native code, while the JVM compiles ours for seconds, which a process of
 *     days does not notice
 * @param timesRounds how many times as many rounds count as are asked for: more than one where
 *     single rounds differ by more than the row may miss its bound by
 * @param mostRounds how many rounds count at most: few where a round takes minutes
 */
public record Row(
    String name,
    Bound bound,
    double must,
    Function<Setting, Contest> contest,
    int uncountedRounds,
    int timesRounds,
    int mostRounds) {

  /** Which side of its bound a ratio must be on. */
  public enum Bound {
    /** The larger, the better. */
    AT_LEAST,
    /** The smaller, the better. */
    AT_MOST
  }

  static Row atLeast(double must, String name, Function<Setting, Contest> contest) {
    return new Row(name, Bound.AT_LEAST, must, contest, 1, 1, Integer.MAX_VALUE);
  }

  static Row atMost(double must, String name, Function<Setting, Contest> contest) {
    return new Row(name, Bound.AT_MOST, must, contest, 1, 1, Integer.MAX_VALUE);
  }

  Row afterUncounted(int rounds) {
    return new Row(name, bound, must, contest, rounds, timesRounds, mostRounds);
  }

  Row roundsTimes(int times) {
    return new Row(name, bound, must, contest, uncountedRounds, times, mostRounds);
  }

  Row roundsAtMost(int rounds) {
    return new Row(name, bound, must, contest, uncountedRounds, timesRounds, rounds);
  }

  /** How many rounds count where so many are asked for. */
  int countedRounds(int asked) {
    return Math.min(mostRounds, timesRounds * asked);
  }
}
