package dev.permafrost.ports.hot;

import java.nio.ByteBuffer;

/**
 * Walks over the entries of one column family in the order of their keys and lends each. It sees
 * the database as it was when the cursor was opened. One thread at a time.
 */
public interface HotCursor extends AutoCloseable {

  /**
   * Moves to the next entry; false behind the last one. What was lent before is no longer valid.
   * Throws {@code HotStoreDamaged} if a block fails its checksum.
   */
  boolean next();

  /** The present key: a read-only direct buffer, valid until the next call of {@link #next}. */
  ByteBuffer borrowedKey();

  /** The present value: a read-only direct buffer, valid until the next call of {@link #next}. */
  ByteBuffer borrowedValue();

  /** Frees the iterator; closing twice is harmless. */
  @Override
  void close();
}
