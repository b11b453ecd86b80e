package dev.permafrost.rocksdb;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Any bytes as a slot of a witness, as they are and with the right checksum. */
public final class WitnessFuzz implements FuzzTarget {

  private static final int CHUNK = 7;
  private static final int CRC_OFFSET = 32;

  /** Makes the target. */
  public WitnessFuzz() {}

  @Override
  public List<byte[]> seeds() {
    return List.of(
        new WitnessSlot(1, 70_002).toBytes(CHUNK).array(),
        new WitnessSlot(-1, -1).toBytes(CHUNK).array(),
        new WitnessSlot(2, 80_002).toBytes(CHUNK + 1).array(),
        new byte[WitnessSlot.BYTES]);
  }

  @Override
  public void give(byte[] input) {
    ByteBuffer slot = ByteBuffer.wrap(input);
    check(slot);
    if (input.length >= WitnessSlot.BYTES) {
      CRC32C crc = new CRC32C();
      crc.update(input, 0, CRC_OFFSET);
      slot.putInt(CRC_OFFSET, (int) crc.getValue());
      check(slot);
    }
  }

  private static void check(ByteBuffer bytes) {
    Optional<WitnessSlot> slot = WitnessSlot.of(bytes, CHUNK);
    if (slot.isPresent() && !slot.get().toBytes(CHUNK).equals(bytes)) {
      throw new IllegalStateException("another slot is written than was read: " + slot.get());
    }
  }
}
