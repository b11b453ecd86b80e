package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactSink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Writes a pack: the records, then offset index, app data and trailer ({@code
 * docs/pack-format.md}). It is independent of ledgers. Not thread-safe.
 */
final class PackWriter {

  private static final byte[] NO_HASH = {};

  private final ArtifactSink sink;
  private final long format;
  private int[] sizes = new int[ForGroup.VALUES];
  private int recordCount;

  /**
   * Starts a pack.
   *
   * @param sink receives the bytes
   * @param format the content of the pack
   */
  PackWriter(ArtifactSink sink, long format) {
    this.sink = sink;
    this.format = format;
  }

  /** Appends one record, from position to limit. */
  void append(ByteBuffer borrowedRecord) {
    if (recordCount == sizes.length) {
      sizes = Arrays.copyOf(sizes, 2 * sizes.length);
    }
    sizes[recordCount++] = borrowedRecord.remaining();
    sink.append(borrowedRecord);
  }

  /**
   * Writes the sections after the records, for a pack of one item in each record without a hash.
   */
  void finish(ByteBuffer appData) {
    finish(appData, recordCount, 1, NO_HASH);
  }

  /**
   * Writes the sections after the records.
   *
   * @param contentHash 32 bytes, or none for a pack without one
   */
  void finish(ByteBuffer appData, long itemCount, long itemsPerRecord, byte[] contentHash) {
    int appDataBytes = appData.remaining();
    CRC32C appDataCrc = new CRC32C();
    appDataCrc.update(appData.duplicate());
    long indexBytes = writeIndex();
    sink.append(appData);
    sink.append(
        PackTrailer.encode(
            format,
            recordCount,
            itemCount,
            itemsPerRecord,
            indexBytes,
            appDataBytes,
            appDataCrc.getValue(),
            contentHash));
  }

  private long writeIndex() {
    CRC32C crc = new CRC32C();
    long indexBytes = 0;
    ByteBuffer group = ForGroup.bufferFor(ForGroup.VALUES);
    for (int from = 0; from < recordCount; from += ForGroup.VALUES) {
      group.clear();
      ForGroup.encode(sizes, from, Math.min(ForGroup.VALUES, recordCount - from), group);
      group.flip();
      crc.update(group.duplicate());
      indexBytes += group.remaining();
      sink.append(group);
    }
    ByteBuffer sum = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    sink.append(sum.putInt(0, (int) crc.getValue()));
    return indexBytes + Integer.BYTES;
  }
}
