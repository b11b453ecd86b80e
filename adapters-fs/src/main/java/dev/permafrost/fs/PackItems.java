package dev.permafrost.fs;

import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Reads the items of a pack, record by record, whether a record holds one or several, and computes
 * their content hash (pack format, "Records", "Trailer").
 *
 * <p>A record of one item is its frame, or no bytes at all for an empty item. A record of several
 * is the frame of all their bytes, then one group of their lengths, then the CRC32C of that group;
 * so is the last record of such a pack, even with a single item.
 */
final class PackItems {

  /** How much longer than a frame a record of several items may be; such packs hold small items. */
  private static final int MAX_RECORD_BYTES = LedgerPackRules.MAX_FRAME_BYTES + (1 << 20);

  private static final String RECORDS_DECODE = "records decode";

  private final DiskFile file;
  private final PackContainer pack;
  private final DirectBuffers buffers;
  private final PackChecks checks;

  PackItems(DiskFile file, PackContainer pack, DirectBuffers buffers, PackChecks checks) {
    this.file = file;
    this.pack = pack;
    this.buffers = buffers;
    this.checks = checks;
  }

  /**
   * Decodes every item.
   *
   * @return the content hash of the items, 64 lower-case hexadecimal digits
   */
  String digest(CodecSession borrowedCodec) {
    MessageDigest all = sha256();
    for (long record = 0; record < pack.table().recordCount(); record++) {
      all.update(digestOfRecord(record, borrowedCodec));
    }
    checks.require(true, RECORDS_DECODE, Damage.CORRUPT, "all", pack.table().recordCount());
    return HexFormat.of().formatHex(all.digest());
  }

  private byte[] digestOfRecord(long record, CodecSession borrowedCodec) {
    long size = pack.table().size(record);
    requireRecord(size <= MAX_RECORD_BYTES, record, "at most " + MAX_RECORD_BYTES, size);
    ByteBuffer bytes = buffers.borrow((int) size).order(ByteOrder.LITTLE_ENDIAN);
    try {
      int found = file.readAt(bytes, pack.table().offset(record));
      requireRecord(found == size, record, size + " bytes", found);
      bytes.rewind();
      return pack.trailer().itemsPerRecord() == 1
          ? digestOfItem(record, bytes, borrowedCodec)
          : digestOfItems(record, bytes, borrowedCodec);
    } finally {
      buffers.giveBack(bytes.order(ByteOrder.BIG_ENDIAN));
    }
  }

  private byte[] digestOfItem(long record, ByteBuffer frame, CodecSession borrowedCodec) {
    return decoded(
        record,
        frame,
        borrowedCodec,
        item -> {
          MessageDigest digest = sha256();
          update(digest, item);
          return digest.digest();
        });
  }

  private byte[] digestOfItems(long record, ByteBuffer bytes, CodecSession borrowedCodec) {
    int count = itemsIn(record);
    int groupEnd = bytes.limit() - Integer.BYTES;
    ForGroup.Flaw flaw = ForGroup.flawOfEnd(bytes, groupEnd, count);
    requireRecord(flaw == ForGroup.Flaw.NONE, record, "a group of " + count + " lengths", flaw);
    ForGroup lengths = ForGroup.endingAt(bytes, groupEnd, count);
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(lengths.offset()).limit(groupEnd));
    long written = Integer.toUnsignedLong(bytes.getInt(groupEnd));
    requireRecord(crc.getValue() == written, record, "the CRC32C of its lengths", written);
    requireRecord(!lengths.overflows(), record, "lengths of 32 bits", "longer ones");
    ByteBuffer frame = bytes.duplicate().limit(lengths.offset());
    return decoded(record, frame, borrowedCodec, items -> digestOf(record, items, lengths));
  }

  private byte[] digestOf(long record, ByteBuffer items, ForGroup lengths) {
    MessageDigest digest = sha256();
    for (int i = 0; i < lengths.count(); i++) {
      long length = lengths.value(i);
      requireRecord(length <= items.remaining(), record, "an item of " + length, items.remaining());
      update(digest, items.slice(items.position(), (int) length));
      items.position(items.position() + (int) length);
    }
    requireRecord(!items.hasRemaining(), record, "no bytes behind its items", items.remaining());
    return digest.digest();
  }

  /** What is done with decoded bytes, lent until it returns. */
  private interface Use {
    byte[] apply(ByteBuffer borrowed);
  }

  private byte[] decoded(long record, ByteBuffer frame, CodecSession borrowedCodec, Use use) {
    if (!frame.hasRemaining()) {
      return use.apply(ByteBuffer.allocate(0));
    }
    ByteBuffer raw = ByteBuffer.allocate(0);
    try {
      raw = buffers.borrow(borrowedCodec.rawBytes(frame));
      borrowedCodec.decode(frame, raw);
      return use.apply(raw.flip());
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

  private static void update(MessageDigest digest, ByteBuffer item) {
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    digest.update(length.putInt(0, item.remaining()));
    digest.update(item.duplicate());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
