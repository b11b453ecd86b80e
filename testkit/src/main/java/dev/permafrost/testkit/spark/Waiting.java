package dev.permafrost.testkit.spark;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other processes do. */
public final class Waiting {

  private static final Duration LONGEST = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Waiting() {}

  /**
   * Waits until something is so.
   *
   * @throws IllegalStateException if it is not so in a minute and a half
   */
  public static void until(String what, BooleanSupplier condition) {
    long begunNanos = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begunNanos > LONGEST.toNanos()) {
        throw new IllegalStateException("in vain until " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
