package dev.permafrost.benchmarks;

import java.util.function.Supplier;

/**
 * Both sides of a round, run one right after the other.
 *
 * @param ours what the store came to
 * @param other what it is compared with came to
 */
public record Versus<A, B>(A ours, B other) {

  /** Runs both; which comes first changes from round to round. */
  public static <A, B> Versus<A, B> run(int round, Supplier<A> ours, Supplier<B> other) {
    if (round % 2 == 0) {
      A first = ours.get();
      return new Versus<>(first, other.get());
    }
    B first = other.get();
    return new Versus<>(ours.get(), first);
  }
}
