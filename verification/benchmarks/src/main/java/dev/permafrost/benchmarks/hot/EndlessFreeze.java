package dev.permafrost.benchmarks.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.zstd.ZstdFrameCodec;
import org.jspecify.annotations.Nullable;

/** Freezes and thaws a chunk on a thread of its own until it is closed. */
public final class EndlessFreeze implements AutoCloseable {

  private final BenchStore store;
  private final ChunkId chunk;
  private final boolean closesStore;
  private final CancelSource cancel = new CancelSource();
  private final Thread thread = new Thread(this::freeze, "bench-freeze");
  private volatile int whole;
  private volatile @Nullable RuntimeException failure;

  private EndlessFreeze(BenchStore store, ChunkId chunk, boolean closesStore) {
    this.store = store;
    this.chunk = chunk;
    this.closesStore = closesStore;
  }

  /** Begins in a store that stays the caller's. */
  @MustBeClosed
  public static EndlessFreeze in(BenchStore borrowed, ChunkId chunk) {
    EndlessFreeze endless = new EndlessFreeze(borrowed, chunk, false);
    endless.thread.start();
    return endless;
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  static EndlessFreeze start(HotChunk chunk, FreezeSettings freezing) {
    EndlessFreeze endless =
        new EndlessFreeze(chunk.open(new ZstdFrameCodec(), freezing), HotChunk.CHUNK, true);
    endless.thread.start();
    return endless;
  }

  /** How many freezes ended so far. */
  public double rounds() {
    return whole;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread alone
  private void freeze() {
    try {
      while (!cancel.token().isCancelled()) {
        store.thaw(chunk);
        store.freeze(chunk, cancel.token());
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
    if (closesStore) {
      store.close();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
