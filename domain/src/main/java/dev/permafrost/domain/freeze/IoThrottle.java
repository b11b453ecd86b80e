package dev.permafrost.domain.freeze;

import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Limits the disk rate of freezing, so that it does not slow ingestion down: all chunks together
 * read and write at most a given number of bytes a second. Thread-safe.
 *
 * <p>Bytes are paid for when they are known. A caller that finds the account overdrawn waits until
 * it is not. Idle time is not saved up.
 */
public final class IoThrottle {

  private static final double NANOS_PER_SECOND = 1e9;

  private final OptionalLong bytesPerSecond;
  private final TimeSource time;
  private boolean begun;
  private long paidUntilNanos;

  /**
   * Creates a throttle.
   *
   * @param bytesPerSecond empty for no limit
   */
  public IoThrottle(OptionalLong bytesPerSecond, TimeSource time) {
    this.bytesPerSecond = bytesPerSecond;
    this.time = time;
  }

  /**
   * Pays for bytes, after waiting for those that were paid for before.
   *
   * @throws dev.permafrost.ports.failure.Cancelled if cancelled while it waits
   */
  void pay(long bytes, CancelToken cancel) {
    if (bytesPerSecond.isEmpty()) {
      return;
    }
    long waitNanos = book((long) (bytes * NANOS_PER_SECOND / bytesPerSecond.getAsLong()));
    if (waitNanos > 0) {
      time.pause(Duration.ofNanos(waitNanos), cancel);
      cancel.throwIfCancelled();
    }
  }

  private synchronized long book(long costNanos) {
    long now = time.nanoTime();
    if (!begun || now - paidUntilNanos > 0) {
      begun = true;
      paidUntilNanos = now;
    }
    long waitNanos = paidUntilNanos - now;
    paidUntilNanos += costNanos;
    return waitNanos;
  }
}
