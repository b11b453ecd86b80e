package dev.permafrost.benchmarks.material;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Work on a thread of its own, whose failure its owner gets. */
public final class Background {

  private final Thread thread;
  private volatile @Nullable Throwable failure;

  /** Work that is not started yet; its owner tells it when to end. */
  public Background(String name, Runnable work) {
    this.thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error e) {
                failure = e;
              }
            },
            name);
  }

  /** Starts the work. */
  public void start() {
    thread.start();
  }

  /** Ends a pause of the work. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** Waits until the work ended, even if interrupted; throws if it failed. */
  public void join() {
    join(thread);
    Throwable thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("work beside the measurement failed", thrown);
    }
  }

  /** Waits until a thread ended, even if interrupted. */
  static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
