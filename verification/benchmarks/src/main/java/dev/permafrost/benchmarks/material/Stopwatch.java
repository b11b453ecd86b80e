package dev.permafrost.benchmarks.material;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Measures how long something takes. */
public final class Stopwatch {

  private Stopwatch() {}

  /** How many seconds it takes. */
  public static double seconds(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / 1e9;
  }

  /** The one in the middle: what a batch takes that nothing else got in the way of. */
  public static double median(List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    return (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  /** Runs the same on several threads at once, and returns when all are done. */
  public static void onThreads(int count, Runnable work) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Thread thread = new Thread(work, "bench-" + i);
      thread.setUncaughtExceptionHandler((any, thrown) -> failure.compareAndSet(null, thrown));
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      Background.join(thread);
    }
    Throwable thrown = failure.get();
    if (thrown != null) {
      throw new IllegalStateException("a thread of the measurement failed", thrown);
    }
  }
}
