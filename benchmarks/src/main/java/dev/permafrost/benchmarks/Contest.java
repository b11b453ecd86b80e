package dev.permafrost.benchmarks;

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

  /** Removes what was prepared. */
  @Override
  void close();
}
