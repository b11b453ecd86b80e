package dev.permafrost.benchmarks;

import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;

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

  /** A contest of two sides: what a round is, is said of what both came to. */
  static <A, B> Contest versus(Supplier<A> ours, Supplier<B> other, BiFunction<A, B, Round> judge) {
    return of(
        round -> {
          Versus<A, B> sides = Versus.run(round, ours, other);
          return judge.apply(sides.ours(), sides.other());
        });
  }

  /** A contest that leaves nothing behind but what is shared. */
  static Contest of(IntFunction<Round> rounds) {
    return of(rounds, () -> {});
  }

  /** The same rounds; what was prepared for them is removed by what is given. */
  default Contest closing(Runnable close) {
    return of(this::round, close);
  }

  private static Contest of(IntFunction<Round> rounds, Runnable close) {
    return new Contest() {
      @Override
      public Round round(int round) {
        return rounds.apply(round);
      }

      @Override
      public void close() {
        close.run();
      }
    };
  }
}
