package dev.permafrost.prove.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A few threads, each with a bench of its own, that share a list of work. */
public final class Workers implements AutoCloseable {

  /** What is done to one thing. */
  public interface Job<T> {
    void on(T item, Bench bench);
  }

  /** Longer than anything takes, in nanoseconds that fit. */
  private static final Duration NO_PATIENCE = Duration.ofDays(365);

  private final List<Bench> benches = new ArrayList<>();

  /** So many threads. */
  public Workers(int count) {
    for (int i = 0; i < count; i++) {
      benches.add(new Bench());
    }
  }

  /** A bench for what one thread does beforehand. */
  public Bench first() {
    return benches.get(0);
  }

  /**
   * Does something to each thing, until it is over; returns when every worker has stopped.
   *
   * @throws IllegalStateException if a job threw: the explorer itself is broken
   */
  public <T> void each(List<T> items, BooleanSupplier over, Job<T> job) {
    each(items, over, job, NO_PATIENCE, (item, thread) -> {});
  }

  /**
   * The same, and gives up if a worker is at one thing for too long.
   *
   * @param patience how long is too long
   * @param stuck told of what a worker is stuck at, and on which thread; the workers that are stuck
   *     are left behind
   */
  public <T> void each(
      List<T> items,
      BooleanSupplier over,
      Job<T> job,
      Duration patience,
      BiConsumer<T, Thread> stuck) {
    AtomicInteger next = new AtomicInteger();
    AtomicBoolean givenUp = new AtomicBoolean();
    ConcurrentLinkedQueue<Throwable> broken = new ConcurrentLinkedQueue<>();
    List<Shift<T>> shifts = new ArrayList<>();
    for (Bench bench : benches) {
      Shift<T> shift =
          new Shift<>(
              self -> {
                for (int i = next.getAndIncrement();
                    i < items.size() && !over.getAsBoolean() && broken.isEmpty() && !givenUp.get();
                    i = next.getAndIncrement()) {
                  self.begins(items.get(i));
                  job.on(items.get(i), bench);
                }
              });
      shift.thread.setUncaughtExceptionHandler((dead, failure) -> broken.add(failure));
      shifts.add(shift);
      shift.thread.start();
    }
    for (Shift<T> shift : shifts) {
      if (!shift.isOverWithin(patience)) {
        givenUp.set(true);
        stuck.accept(shift.item(), shift.thread);
      }
    }
    if (!broken.isEmpty()) {
      throw new IllegalStateException("the explorer broke", broken.peek());
    }
  }

  /** One worker's thread, and what it is at. */
  private static final class Shift<T> {
    private static final long LOOK_MILLIS = 200;

    private final Thread thread;
    private @Nullable T item;
    private long sinceNanos = System.nanoTime();

    Shift(Consumer<Shift<T>> body) {
      this.thread = new Thread(() -> body.accept(this), "explorer");
      thread.setDaemon(true);
    }

    synchronized void begins(T next) {
      item = next;
      sinceNanos = System.nanoTime();
    }

    synchronized T item() {
      if (item == null) {
        throw new IllegalStateException("nothing was begun");
      }
      return item;
    }

    private synchronized boolean isStuck(Duration patience) {
      return item != null && System.nanoTime() - sinceNanos > patience.toNanos();
    }

    /** Waits for its end; false if it is at one thing for too long. */
    boolean isOverWithin(Duration patience) {
      try {
        while (thread.isAlive()) {
          if (isStuck(patience)) {
            return false;
          }
          thread.join(LOOK_MILLIS);
        }
        return true;
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts the explorer", e);
      }
    }
  }

  @Override
  public void close() {
    benches.forEach(Bench::close);
  }
}
