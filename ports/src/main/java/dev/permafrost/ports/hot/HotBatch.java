package dev.permafrost.ports.hot;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The puts of one ledger into all column families, which a {@link HotStore} commits atomically. Not
 * thread-safe.
 *
 * <p>The buffers are borrowed until the commit returns: the batch keeps views of them, not copies.
 */
public final class HotBatch {

  /**
   * One put.
   *
   * @param family where it goes
   * @param borrowedKey the key, position to limit
   * @param borrowedValue the value, position to limit
   */
  public record Put(ColumnFamily family, ByteBuffer borrowedKey, ByteBuffer borrowedValue) {}

  private final List<Put> puts = new ArrayList<>(4);

  /**
   * Adds a put. Key and value are the bytes from position to limit at the time of the call. The key
   * must not be empty.
   */
  public HotBatch put(ColumnFamily family, ByteBuffer borrowedKey, ByteBuffer borrowedValue) {
    if (!borrowedKey.hasRemaining()) {
      throw new IllegalArgumentException("a key is never empty");
    }
    puts.add(new Put(family, borrowedKey.asReadOnlyBuffer(), borrowedValue.asReadOnlyBuffer()));
    return this;
  }

  /** What was put, in order; each buffer's position and limit must be left as they are. */
  public List<Put> puts() {
    return List.copyOf(puts);
  }
}
