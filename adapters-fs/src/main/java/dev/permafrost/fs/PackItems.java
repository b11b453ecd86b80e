package dev.permafrost.fs;

import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * Reads the items of a pack, record by record, whether a record holds one or several, and computes
 * their content hash (docs/pack-format.md, "Records", "Content hash").
 *
 * <p>A record of one item is its frame, or no bytes at all for an empty item. A record of several
 * is the frame of all their bytes, then one group of their lengths, then the CRC32C of that group;
 * so is the last record of such a pack, even with a single item. If the trailer's flag says that
 * records have checksums, each record ends with the CRC32C of all of it, including a record of one
 * item.
 */
final class PackItems {

  /** How much longer than a frame a record of several items may be; such packs hold small items. */
  private static final int MAX_RECORD_BYTES = LedgerPackRules.MAX_FRAME_BYTES + (1 << 20);

  private static final String RECORDS_DECODE = "records decode";

  private final DiskFile file;
  private final PackContainer pack;
  private final DirectBuffers buffers;
  private final PackCheckLog checks;
  private final ContentDigest digest = new ContentDigest();

  PackItems(DiskFile file, PackContainer pack, DirectBuffers buffers, PackCheckLog checks) {
    this.file = file;
    this.pack = pack;
    this.buffers = buffers;
    this.checks = checks;
  }

  /**
   * Decodes every item; can be called once.
   *
   * @return the content hash of the items, 64 lower-case hexadecimal digits
   */
  String digest(CodecSession borrowedCodec) {
    for (long record = 0; record < pack.table().recordCount(); record++) {
      readRecord(record, borrowedCodec);
      digest.endRecord();
    }
    checks.require(true, RECORDS_DECODE, Damage.CORRUPT, "all", pack.table().recordCount());
    return digest.hex();
  }

  private void readRecord(long record, CodecSession borrowedCodec) {
    long size = pack.table().size(record);
    requireRecord(size <= MAX_RECORD_BYTES, record, "at most " + MAX_RECORD_BYTES, size);
    ByteBuffer bytes = buffers.borrow((int) size).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int found = file.readAt(bytes, pack.table().offset(record));
      requireRecord(found == size, record, size + " bytes", found);
      bytes.rewind();
      if (pack.trailer().itemsPerRecord() == 1) {
        readItem(record, bytes, borrowedCodec);
      } else {
        readItems(record, bytes, borrowedCodec);
      }
    } finally {
      buffers.giveBack(bytes.order(ByteOrder.BIG_ENDIAN));
    }
  }

  private void readItem(long record, ByteBuffer bytes, CodecSession borrowedCodec) {
    if (pack.trailer().hasRecordChecksums()) {
      checkCrc(record, bytes, 0, bytes.limit() - Integer.BYTES, "the CRC32C of all of it");
      bytes.limit(bytes.limit() - Integer.BYTES);
    }
    decode(record, bytes, borrowedCodec, digest::item);
  }

  private void readItems(long record, ByteBuffer bytes, CodecSession borrowedCodec) {
    int count = itemsIn(record);
    int groupEnd = bytes.limit() - Integer.BYTES;
    ForGroup.Flaw flaw = ForGroup.flawOfEnd(bytes, groupEnd, count);
    requireRecord(flaw == ForGroup.Flaw.NONE, record, "a group of " + count + " lengths", flaw);
    ForGroup lengths = ForGroup.endingAt(bytes, groupEnd, count);
    if (pack.trailer().hasRecordChecksums()) {
      checkCrc(record, bytes, 0, groupEnd, "the CRC32C of all of it");
    } else {
      checkCrc(record, bytes, lengths.offset(), groupEnd, "the CRC32C of its lengths");
    }
    requireRecord(!lengths.overflows(), record, "lengths of 32 bits", "longer ones");
    ByteBuffer frame = bytes.duplicate().limit(lengths.offset());
    decode(record, frame, borrowedCodec, items -> split(record, items, lengths));
  }

  /** The checksum follows what it covers. */
  private void checkCrc(long record, ByteBuffer bytes, int from, int to, String expected) {
    requireRecord(to >= from, record, expected, bytes.limit() + " bytes");
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(from).limit(to));
    long written = Integer.toUnsignedLong(bytes.getInt(to));
    requireRecord(crc.getValue() == written, record, expected, written);
  }

  private void split(long record, ByteBuffer items, ForGroup lengths) {
    for (int i = 0; i < lengths.count(); i++) {
      long length = lengths.value(i);
      requireRecord(length <= items.remaining(), record, "an item of " + length, items.remaining());
      digest.item(items.slice(items.position(), (int) length));
      items.position(items.position() + (int) length);
    }
    requireRecord(!items.hasRemaining(), record, "no bytes behind its items", items.remaining());
  }

  private void decode(
      long record, ByteBuffer frame, CodecSession borrowedCodec, Consumer<ByteBuffer> use) {
    if (!frame.hasRemaining()) {
      use.accept(ByteBuffer.allocate(0));
      return;
    }
    ByteBuffer raw = ByteBuffer.allocate(0);
    try {
      raw = buffers.borrow(borrowedCodec.rawBytes(frame));
      borrowedCodec.decode(frame, raw);
      use.accept(raw.flip());
    } catch (DamagedFrameException damage) {
      requireRecord(false, record, "a sound frame", String.valueOf(damage.getMessage()));
      throw damage;
    } finally {
      if (raw.isDirect()) {
        buffers.giveBack(raw);
      }
    }
  }

  private int itemsIn(long record) {
    PackTrailer trailer = pack.trailer();
    long before = record * trailer.itemsPerRecord();
    long count = Math.min(trailer.itemsPerRecord(), trailer.itemCount() - before);
    requireRecord(count <= ForGroup.VALUES, record, "at most 128 items", count);
    return (int) count;
  }

  private void requireRecord(boolean holds, long record, String expected, Object found) {
    if (!holds) {
      checks.require(
          false, RECORDS_DECODE, Damage.CORRUPT, expected, "record " + record + ": " + found);
    }
  }
}
