package dev.permafrost.backend.transport;

import dev.permafrost.ports.failure.Cancelled;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes the one thread that waits for responses: a counter that only grows, so that no change
 * between checking and waiting is missed.
 */
public final class Signal {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;

  /** Reports a change; called on any thread, never under another lock of this package. */
  public void raise() {
    lock.lock();
    try {
      changes++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The number of changes so far; read before checking. */
  public long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a change since {@link #changes} was read, or until the time is over.
   *
   * @throws Cancelled if the thread is interrupted, which this project never does; the interrupt
   *     status is kept
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

  /** The longest single wait, so that a clock other than the JDK's is checked. */
  public static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
}
