package dev.permafrost.threads;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Ordered work on a fixed number of daemon threads, which all runs share in order of submission.
 * Safe for several owners at once; an owner must not run on one of its threads, or it would wait
 * for itself.
 */
public final class PooledWork implements OrderedWork, AutoCloseable {

  private final ExecutorService threads;

  private PooledWork(ExecutorService threads) {
    this.threads = threads;
  }

  /**
   * Starts a pool.
   *
   * @param name the prefix of its threads' names
   * @param threadCount how many threads, at least one
   */
  @MustBeClosed
  public static PooledWork start(String name, int threadCount) {
    AtomicInteger number = new AtomicInteger();
    return new PooledWork(
        Executors.newFixedThreadPool(
            threadCount,
            task -> {
              Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            }));
  }

  @Override
  @MustBeClosed
  public <W extends AutoCloseable, R> OrderedRun<W, R> begin(
      Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight) {
    return new PooledRun<>(threads, perWorker, handOver, maxBytesInFlight);
  }

  /**
   * Lets the threads end when they are idle. Open runs may still be closed, but accept no more
   * tasks. Closing twice has no effect.
   */
  @Override
  public void close() {
    threads.shutdown();
  }
}
