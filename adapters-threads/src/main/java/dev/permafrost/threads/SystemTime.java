package dev.permafrost.threads;

import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The machine's clock. Thread-safe. */
public final class SystemTime implements TimeSource {

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  /**
   * Waits; a thread interrupt, which nothing here uses, is kept for later and does not end the
   * wait.
   */
  @Override
  public void pause(Duration howLong, CancelToken cancel) {
    long deadline = System.nanoTime() + howLong.toNanos();
    CountDownLatch cancelled = new CountDownLatch(1);
    CancelToken.Registration registration = cancel.onCancel(cancelled::countDown);
    boolean interrupted = false;
    boolean over = false;
    while (!over) {
      try {
        over = cancelled.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        over |= deadline - System.nanoTime() <= 0;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    registration.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
