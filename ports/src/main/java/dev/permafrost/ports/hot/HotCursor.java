package dev.permafrost.ports.hot;

import java.nio.ByteBuffer;

/**
 * Iterates over the entries of one column family in key order and lends each one to the caller. It
 * sees the database as it was when the cursor was opened. Not thread-safe.
 */
public interface HotCursor extends AutoCloseable {

  /**
   * Moves to the next entry; returns false after the last one. The previous buffers are no longer
   * valid. Throws {@code HotStoreDamaged} if a block fails its checksum.
   */
  boolean next();

  /** The current key: a read-only direct buffer, valid until the next call of {@link #next}. */
  ByteBuffer borrowedKey();

  /** The current value: a read-only direct buffer, valid until the next call of {@link #next}. */
  ByteBuffer borrowedValue();

  /** Frees the iterator; closing twice has no effect. */
  @Override
  void close();
}
