package dev.permafrost.rocksdb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.AbstractNativeReference;

/**
 * Owns native objects and frees them in reverse order, because later ones may refer to earlier
 * ones. Not thread-safe; closing twice has no effect.
 */
final class NativeHandles implements AutoCloseable {

  private static final AtomicLong LIVE = new AtomicLong();

  private final Deque<AbstractNativeReference> owned = new ArrayDeque<>();

  /** Takes over an object, which only {@link #close} frees from then on. */
  <T extends AbstractNativeReference> T own(T object) {
    owned.push(object);
    LIVE.incrementAndGet();
    return object;
  }

  /** How many native objects of this adapter exist in this process. */
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
