package dev.permafrost.prove.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** A few threads, each with a bench of its own, that share a list of work. */
final class Workers implements AutoCloseable {

  /** What is done to one thing. */
  interface Job<T> {
    void on(T item, Bench bench);
  }

  private final List<Bench> benches = new ArrayList<>();

  Workers(int count) {
    for (int i = 0; i < count; i++) {
      benches.add(new Bench());
    }
  }

  Bench first() {
    return benches.get(0);
  }

  /**
   * Does something to each thing, until it is over; returns when every worker has stopped.
   *
   * @throws IllegalStateException if a job threw: the explorer itself is broken
   */
  <T> void each(List<T> items, BooleanSupplier over, Job<T> job) {
    AtomicInteger next = new AtomicInteger();
    ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (Bench bench : benches) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = next.getAndIncrement();
                    i < items.size() && !over.getAsBoolean() && broken.isEmpty();
                    i = next.getAndIncrement()) {
                  job.on(items.get(i), bench);
                }
              },
              "explorer");
      thread.setUncaughtExceptionHandler((dead, failure) -> broken.add(failure));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      join(thread);
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException("the explorer broke", broken.peek());
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the explorer", e);
    }
  }

  @Override
  public void close() {
    benches.forEach(Bench::close);
  }
}
