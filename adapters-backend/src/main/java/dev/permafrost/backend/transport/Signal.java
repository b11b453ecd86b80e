package dev.permafrost.backend.transport;

import dev.permafrost.ports.failure.Cancelled;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes the one thread that waits for answers: a counter that only grows, so that no change between
 * looking and waiting is missed.
 */
public final class Signal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;

  /**
   * Says that something changed; called on any thread, never under another lock of this package.
   */
  public void raise() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** How often something changed so far; asked before looking. */
  public long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a change since {@link #changes} was asked, or until the time is over.
   *
   * @throws Cancelled if somebody interrupts the thread, which nobody of this project does; the
   *     interrupt is left standing
   */
  public void awaitChange(long seen, long nanos) {
    long left = nanos;
    lock.lock();
    try {
      while (changes == seen && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Cancelled cancelled = new Cancelled();
      cancelled.addSuppressed(e);
      throw cancelled;
    } finally {
      lock.unlock();
    }
  }

  /** The longest that is waited at a time, so that a clock other than the JDK's is looked at. */
  public static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
}
