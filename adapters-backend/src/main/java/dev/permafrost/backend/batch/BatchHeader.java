package dev.permafrost.backend.batch;

import dev.permafrost.backend.lake.ObjectBounds;
import dev.permafrost.ports.failure.LakeDamage;
import java.nio.ByteBuffer;

/**
 * The start of a LedgerCloseMetaBatch: {@code uint32 start, uint32 end, uint32 n} (SEP-54).
 *
 * @param start the first sequence
 * @param end the last sequence
 * @param count how many ledgers follow
 */
public record BatchHeader(long start, long end, long count) {

  static final int BYTES = 12;

  /** Reads the twelve bytes from index 0. */
  static BatchHeader read(ByteBuffer bytes) {
    return new BatchHeader(
        Integer.toUnsignedLong(bytes.getInt(0)),
        Integer.toUnsignedLong(bytes.getInt(4)),
        Integer.toUnsignedLong(bytes.getInt(8)));
  }

  /**
   * Checks that the header is consistent, and matches the key. Keys are aligned from 0, so the
   * first object may start later than its key says; otherwise the two must be equal.
   *
   * @throws LakeDamage if they differ
   */
  void check(ObjectBounds key, String location) {
    if (start > end || count != end - start + 1) {
      throw new LakeDamage(
          location, "it says that it holds " + count + " ledgers, " + start + " to " + end, null);
    }
    boolean beginsRight =
        start == key.first() || (key.first() == 0 && key.length() > 1 && start < key.last());
    if (!beginsRight || end != key.last()) {
      throw new LakeDamage(
          location,
          "it says that it holds ledgers " + start + " to " + end + ", its key says " + key,
          LakeDamage.Kind.CONTENT,
          null);
    }
  }
}
