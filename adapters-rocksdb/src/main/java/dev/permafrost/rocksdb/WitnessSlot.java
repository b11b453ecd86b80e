package dev.permafrost.rocksdb;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One slot of a witness: a counter that grows with each slot written, and a sequence.
 *
 * <p>Its bytes, all numbers big-endian: magic {@code PFWITNES}; version, 4; owner, 4, which is the
 * chunk, or {@link WitnessFile#CATALOG}; counter, 8; sequence, 8; CRC-32C of all before it, 4;
 * zeros up to the end of its sector. A slot is one sector, which a disk writes completely or not at
 * all (docs/protocol.md, "The witness").
 *
 * @param counter 1 or more
 * @param sequence the highest acknowledged ledger, or the number of acknowledged changes
 */
record WitnessSlot(long counter, long sequence) implements Comparable<WitnessSlot> {

  /** The size of a slot, and of a disk's sector. */
  static final int BYTES = 512;

  private static final long MAGIC = 0x5046_5749_544E_4553L;
  private static final int VERSION = 1;
  private static final int CHECKED_BYTES = 32;

  /** The bytes of this slot in the witness of a chunk. */
  ByteBuffer toBytes(int chunk) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(MAGIC).putInt(VERSION).putInt(chunk).putLong(counter).putLong(sequence);
    bytes.putInt(checksum(bytes));
    return bytes.clear();
  }

  /** Reads a slot; empty if it is invalid, or belongs to another chunk. */
  static Optional<WitnessSlot> of(ByteBuffer bytes, int chunk) {
    if (bytes.limit() < BYTES || bytes.getInt(CHECKED_BYTES) != checksum(bytes)) {
      return Optional.empty();
    }
    WitnessSlot slot = new WitnessSlot(bytes.getLong(16), bytes.getLong(24));
    return slot.toBytes(chunk).equals(bytes) ? Optional.of(slot) : Optional.empty();
  }

  /** Compares by sequence, then by counter. */
  @Override
  public int compareTo(WitnessSlot other) {
    int bySequence = Long.compareUnsigned(sequence, other.sequence);
    return bySequence != 0 ? bySequence : Long.compareUnsigned(counter, other.counter);
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate().position(0).limit(CHECKED_BYTES));
    return (int) checksum.getValue();
  }
}
