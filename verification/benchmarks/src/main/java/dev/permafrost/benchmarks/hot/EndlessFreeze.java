package dev.permafrost.benchmarks.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.zstd.ZstdFrameCodec;
import org.jspecify.annotations.Nullable;

/** Freezes and thaws a chunk on a thread of its own until it is closed. */
final class EndlessFreeze implements AutoCloseable {

  private final BenchStore store;
  private final CancelSource cancel = new CancelSource();
  private final Thread thread = new Thread(this::freeze, "bench-freeze");
  private volatile int whole;
  private volatile @Nullable RuntimeException failure;

  private EndlessFreeze(BenchStore store) {
    this.store = store;
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  static EndlessFreeze start(HotChunk chunk, FreezeSettings freezing) {
    EndlessFreeze endless = new EndlessFreeze(chunk.open(new ZstdFrameCodec(), freezing));
    endless.thread.start();
    return endless;
  }

  /** How many freezes ended so far. */
  double rounds() {
    return whole;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread alone
  private void freeze() {
    try {
      while (!cancel.token().isCancelled()) {
        store.thaw(HotChunk.CHUNK);
        store.freeze(HotChunk.CHUNK, cancel.token());
        whole++;
      }
    } catch (Cancelled e) {
      // The measurement is over.
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  @Override
  public void close() {
    cancel.cancel();
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
    store.close();
    if (failure != null) {
      throw failure;
    }
  }
}
