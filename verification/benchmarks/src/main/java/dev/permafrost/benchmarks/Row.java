package dev.permafrost.benchmarks;

/**
 * One line of the table: what is measured, against what in the same run, and what it must reach.
 */
public interface Row {

  /** Which side of its bound a ratio must be on. */
  enum Bound {
    /** The larger, the better. */
    AT_LEAST,
    /** The smaller, the better. */
    AT_MOST
  }

  /** What it is called on the command line. */
  String name();

  /** What the ratio must reach. */
  double must();

  /** On which side of {@link #must()} a ratio must be. */
  default Bound bound() {
    return Bound.AT_LEAST;
  }

  /**
   * How many rounds come before those that count: what is compared with mostly waits or runs in
   * native code, while the JVM compiles ours for seconds, which a process of days does not notice.
   */
  default int uncountedRounds() {
    return 1;
  }

  /**
   * How many rounds count, where so many are asked for: more where single rounds differ by more
   * than the row may miss its bound by.
   */
  default int countedRounds(int asked) {
    return asked;
  }

  /** Prepares what its rounds need; whoever opens it closes it. */
  Contest open(Setting setting);
}
