package dev.permafrost.fs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The fields of the last 76 bytes of a pack (docs/pack-format.md, "Trailer"): little-endian,
 * unsigned. Reading one checks nothing; see {@link PackContainer}.
 *
 * @param magic the magic number
 * @param version the version of the container
 * @param flags bit 0: a content hash is present; bit 1: the CRC at a record's end covers all of it
 * @param reserved6 the reserved bytes 6 and 7
 * @param format what the pack holds
 * @param recordCount the number of records
 * @param itemCount the number of items
 * @param itemsPerRecord how many items a full record holds
 * @param valuesPerGroup how many sizes a full group of the index holds
 * @param reserved26 the reserved bytes 26 and 27
 * @param indexBytes the size of the offset index, its checksum included
 * @param appDataBytes the size of the app data
 * @param contentHash the 32 bytes of the content hash, as 64 lower-case hexadecimal digits
 * @param appDataCrc bytes 68 to 71
 * @param crc the CRC32C in bytes 72 to 75
 * @param computedCrc the CRC32C of bytes 0 to 71
 */
record PackTrailer(
    long magic,
    int version,
    int flags,
    int reserved6,
    long format,
    long recordCount,
    long itemCount,
    long itemsPerRecord,
    int valuesPerGroup,
    int reserved26,
    long indexBytes,
    long appDataBytes,
    String contentHash,
    long appDataCrc,
    long crc,
    long computedCrc) {

  static final int BYTES = 76;
  static final long MAGIC = 0x4843_4C53L;
  static final int VERSION = 1;
  static final int FLAG_CONTENT_HASH = 1;
  static final int FLAG_RECORD_CHECKSUMS = 2;
  static final int HASH_BYTES = 32;

  private static final int CRC_OFFSET = 72;
  private static final String ZERO_HASH = "0".repeat(2 * HASH_BYTES);

  /** Reads the trailer that starts at an index of a buffer, whose position does not change. */
  static PackTrailer at(ByteBuffer bytes, int index) {
    ByteBuffer in = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    byte[] hash = new byte[HASH_BYTES];
    in.get(index + 36, hash);
    CRC32C crc = new CRC32C();
    crc.update(in.duplicate().limit(index + CRC_OFFSET).position(index));
    return new PackTrailer(
        unsigned(in, index),
        Byte.toUnsignedInt(in.get(index + 4)),
        Byte.toUnsignedInt(in.get(index + 5)),
        Short.toUnsignedInt(in.getShort(index + 6)),
        unsigned(in, index + 8),
        unsigned(in, index + 12),
        unsigned(in, index + 16),
        unsigned(in, index + 20),
        Short.toUnsignedInt(in.getShort(index + 24)),
        Short.toUnsignedInt(in.getShort(index + 26)),
        unsigned(in, index + 28),
        unsigned(in, index + 32),
        HexFormat.of().formatHex(hash),
        unsigned(in, index + 68),
        unsigned(in, index + CRC_OFFSET),
        crc.getValue());
  }

  /** The 76 bytes of a trailer of version 1, with its CRC. */
  static ByteBuffer encode(
      long format,
      long recordCount,
      long itemCount,
      long itemsPerRecord,
      long indexBytes,
      long appDataBytes,
      long appDataCrc,
      byte[] contentHashOrNone) {
    ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0, (int) MAGIC)
        .put(4, (byte) VERSION)
        .put(5, (byte) (contentHashOrNone.length == 0 ? 0 : FLAG_CONTENT_HASH))
        .putInt(8, (int) format)
        .putInt(12, (int) recordCount)
        .putInt(16, (int) itemCount)
        .putInt(20, (int) itemsPerRecord)
        .putShort(24, (short) ForGroup.VALUES)
        .putInt(28, (int) indexBytes)
        .putInt(32, (int) appDataBytes)
        .put(36, contentHashOrNone)
        .putInt(68, (int) appDataCrc);
    CRC32C crc = new CRC32C();
    crc.update(out.duplicate().limit(CRC_OFFSET));
    return out.putInt(CRC_OFFSET, (int) crc.getValue());
  }

  /** Whether the flag of the content hash is set. */
  boolean hasContentHash() {
    return (flags & FLAG_CONTENT_HASH) != 0;
  }

  /** Whether the flag is set for records that end with the CRC of all of it. */
  boolean hasRecordChecksums() {
    return (flags & FLAG_RECORD_CHECKSUMS) != 0;
  }

  boolean hashIsZero() {
    return contentHash.equals(ZERO_HASH);
  }

  private static long unsigned(ByteBuffer in, int index) {
    return Integer.toUnsignedLong(in.getInt(index));
  }
}
