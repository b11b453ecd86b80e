package dev.permafrost.fs;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs steps of disk work on a file in the background, one at a time, while its owner continues.
 *
 * <p>The operating system reports a failed write-back once, to the next sync. So a failure of a
 * step is kept, and {@link #settle} throws it at each call. Thread-safe.
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

  /** A step of work. */
  interface Step {
    void run() throws IOException;
  }

  private boolean running;
  private @Nullable IOException failure;

  /**
   * Starts a step, unless one is running, or has failed, or all threads are busy.
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

  /** Waits until no step is running. */
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

  /** Waits until no step is running, and throws the failure if one failed. */
  synchronized void settle() throws IOException {
    await();
    if (failure != null) {
      throw failure;
    }
  }
}
