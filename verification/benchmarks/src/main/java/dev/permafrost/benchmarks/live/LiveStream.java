package dev.permafrost.benchmarks.live;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Ledgers;
import org.jspecify.annotations.Nullable;

/** Pushes a ledger every 20 ms on a thread of its own until it is closed. */
public final class LiveStream implements AutoCloseable {

  /** More than a measurement takes: a minute. */
  private static final int MOST = 3_000;

  private static final int EVERY_MILLIS = 20;

  private final BenchStore store;
  private final PacedLedgers ledgers;
  private final Thread thread = new Thread(this::push, "bench-live");
  private volatile boolean over;
  private volatile int pushed;
  private volatile @Nullable RuntimeException failure;

  private LiveStream(Setting setting, BenchStore store, long first) {
    this.store = store;
    this.ledgers = new PacedLedgers(setting, Ledgers.PUBNET, first, 0, MOST, EVERY_MILLIS);
  }

  /** Begins at the first ledger of a chunk, in an open store, which stays the caller's. */
  @MustBeClosed
  public static LiveStream start(Setting setting, BenchStore store, long first) {
    LiveStream stream = new LiveStream(setting, store, first);
    stream.thread.start();
    return stream;
  }

  /** How many were acknowledged so far. */
  public int pushed() {
    return pushed;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread alone
  private void push() {
    try {
      LiveAppends.run(ledgers, store, () -> over, () -> pushed++);
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  @Override
  public void close() {
    over = true;
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
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }
}
