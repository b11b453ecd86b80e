package dev.permafrost.benchmarks.read;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.hot.EndlessFreeze;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.domain.read.ReadView;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What else a store does while ledgers are pushed into it: a chunk is frozen again and again within
 * its limit, and a page is read each second, across a border.
 */
public final class Company implements AutoCloseable {

  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DrivenStore driven;
  private final BenchStore store;
  private final EndlessFreeze freeze;
  private final Thread reader = new Thread(this::read, "bench-reader");
  private volatile boolean over;
  private volatile int pages;
  private volatile @Nullable RuntimeException failure;

  @SuppressWarnings("MustBeClosedChecker") // closed with this
  private Company(DrivenStore driven, BenchStore store) {
    this.driven = driven;
    this.store = store;
    this.freeze = EndlessFreeze.in(store, DrivenStore.FREEZING);
  }

  /** Begins in an open store, which stays the caller's. */
  @MustBeClosed
  public static Company start(DrivenStore driven, BenchStore store) {
    Company company = new Company(driven, store);
    company.reader.start();
    return company;
  }

  /** How many pages were read so far. */
  public double pages() {
    return pages;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread alone
  private void read() {
    try {
      while (!over) {
        try (ReadView view = store.store().reads().open()) {
          Pages.read(view, driven.border() - Pages.LENGTH / 2);
        }
        pages++;
        LockSupport.parkNanos(EVERY_NANOS);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(reader);
    try (freeze) {
      boolean interrupted = false;
      while (reader.isAlive()) {
        try {
          reader.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }
}
