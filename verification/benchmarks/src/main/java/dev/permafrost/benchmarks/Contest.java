package dev.permafrost.benchmarks;

import java.util.function.IntFunction;

/** The rounds of a row: each runs both sides, one right after the other. One thread. */
public interface Contest extends AutoCloseable {

  /**
   * Runs both sides once.
   *
   * @param round counted from 0; which side comes first should change with it, so that neither
   *     always meets the disk as the other left it
   * @return the ratio of this round, and the figures it was made of
   */
  Round round(int round);

  /** Removes what was prepared for this row alone. */
  @Override
  void close();

  /** A contest that leaves nothing behind but what is shared. */
  static Contest of(IntFunction<Round> rounds) {
    return new Contest() {
      @Override
      public Round round(int round) {
        return rounds.apply(round);
      }

      @Override
      public void close() {}
    };
  }
}
