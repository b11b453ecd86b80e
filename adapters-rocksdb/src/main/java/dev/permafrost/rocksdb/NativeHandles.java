package dev.permafrost.rocksdb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.AbstractNativeReference;

/**
 * Owns native objects and frees them, the last one first, because what came later may refer to what
 * came before. One thread at a time; closing twice is harmless.
 */
final class NativeHandles implements AutoCloseable {

  private static final AtomicLong LIVE = new AtomicLong();

  private final Deque<AbstractNativeReference> owned = new ArrayDeque<>();

  /** Takes an object over; from now on only {@link #close} frees it. */
  <T extends AbstractNativeReference> T own(T object) {
    owned.push(object);
    LIVE.incrementAndGet();
    return object;
  }

  /** How many native objects of this adapter are alive in this process. */
  static long live() {
    return LIVE.get();
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      LIVE.decrementAndGet();
      owned.pop().close();
    }
  }
}
