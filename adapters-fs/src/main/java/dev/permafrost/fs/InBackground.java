package dev.permafrost.fs;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets the disk work on a file while its owner goes on, one step at a time, on a thread of its own.
 *
 * <p>The operating system reports a failed write-back once, to the next sync. So a failure met here
 * is kept, and {@link #settle} throws it, as often as it is called. Safe for several threads.
 */
final class InBackground {

  private static final int MAX_THREADS = 8;
  private static final long IDLE_SECONDS = 1;

  private static final ThreadPoolExecutor THREADS =
      new ThreadPoolExecutor(
          0,
          MAX_THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "permafrost-disk");
            thread.setDaemon(true);
            return thread;
          });

  /** What is done. */
  interface Step {
    void run() throws IOException;
  }

  private boolean running;
  private @Nullable IOException failure;

  /**
   * Starts a step, unless one is under way, or failed, or all threads are at others.
   *
   * @return whether it was started
   */
  synchronized boolean start(Step step) {
    if (running || failure != null) {
      return false;
    }
    running = true;
    try {
      THREADS.execute(() -> run(step));
    } catch (RejectedExecutionException e) {
      running = false;
    }
    return running;
  }

  private void run(Step step) {
    IOException thrown = null;
    try {
      step.run();
    } catch (IOException e) {
      thrown = e;
    } catch (RuntimeException | Error e) {
      thrown = new IOException("a step in the background failed", e);
    }
    end(thrown);
  }

  private synchronized void end(@Nullable IOException thrown) {
    running = false;
    failure = thrown;
    notifyAll();
  }

  /** Waits until no step is under way. */
  synchronized void await() {
    boolean interrupted = false;
    while (running) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until no step is under way, and throws the failure of the one that failed. */
  synchronized void settle() throws IOException {
    await();
    if (failure != null) {
      throw failure;
    }
  }
}
