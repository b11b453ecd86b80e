package dev.permafrost.fs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file's data back to its disk while more is being written, one sync at a time, on a
 * thread of its own.
 *
 * <p>The operating system tells a failed write-back once, to whoever syncs next: a failure met here
 * is kept, and {@link #settle} throws it. Safe for several threads.
 */
final class BackgroundSync {

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
            Thread thread = new Thread(task, "permafrost-sync");
            thread.setDaemon(true);
            return thread;
          });

  private final FileChannel channel;
  private boolean running;
  private @Nullable IOException failure;

  BackgroundSync(FileChannel channel) {
    this.channel = channel;
  }

  /** Starts a sync, unless one is under way, or failed, or all threads are at others. */
  synchronized void start() {
    if (running || failure != null) {
      return;
    }
    running = true;
    try {
      THREADS.execute(this::run);
    } catch (RejectedExecutionException e) {
      running = false;
    }
  }

  private void run() {
    IOException thrown = null;
    try {
      PosixVfs.force(channel);
    } catch (IOException e) {
      thrown = e;
    } catch (RuntimeException | Error e) {
      thrown = new IOException("a sync in the background failed", e);
    }
    end(thrown);
  }

  private synchronized void end(@Nullable IOException thrown) {
    running = false;
    failure = thrown;
    notifyAll();
  }

  /** Waits until no sync is under way. */
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

  /** Waits until no sync is under way, and throws the failure of the one that failed. */
  synchronized void settle() throws IOException {
    await();
    if (failure != null) {
      throw failure;
    }
  }
}
