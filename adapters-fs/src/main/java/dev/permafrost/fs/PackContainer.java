package dev.permafrost.fs;

import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The sections after the records of a pack, read and checked: trailer, offset index, app data. It
 * is independent of ledgers and does not read the records.
 *
 * <p>The checks are those of docs/pack-format.md, "Checks on opening"; no field is used before its
 * checksum is verified, and nothing is allocated that the size of the file does not justify.
 * Immutable.
 *
 * @param fileBytes the size of the file
 * @param trailer the trailer
 * @param table the positions of the records
 * @param appDataHead the first bytes of the app data, at most 64 of them
 * @param trailerBytes the bytes of the trailer in the file
 */
record PackContainer(
    long fileBytes,
    PackTrailer trailer,
    RecordTable table,
    ByteBuffer appDataHead,
    ByteBuffer trailerBytes) {

  /** The largest index that is read into memory: some 16 million records at least. */
  static final long MAX_INDEX_BYTES = 64L << 20;

  static final int TAIL_BYTES = 256 << 10;

  private static final int KNOWN_FLAGS =
      PackTrailer.FLAG_CONTENT_HASH | PackTrailer.FLAG_RECORD_CHECKSUMS;
  private static final int MAX_HEAD_BYTES = 64;
  private static final int SMALLEST_GROUP_BYTES = 1 + ForGroup.TAIL_BYTES;

  /** Receives the trailer as soon as it is recognized, even if later checks fail. */
  interface TrailerWatcher {
    /** Receives a trailer with the right magic number. */
    void saw(PackTrailer trailer);
  }

  /** Reads and checks everything that the format requires; {@link #checkZeros} is stricter. */
  static PackContainer read(
      DiskFile file, DirectBuffers buffers, PackCheckLog checks, TrailerWatcher watcher) {
    long fileBytes = file.sizeBytes();
    checks.require(
        fileBytes >= PackTrailer.BYTES, "file holds a trailer", Damage.SIZE, "76 bytes", fileBytes);
    ByteBuffer tail = buffers.borrow((int) Math.min(fileBytes, TAIL_BYTES));
    try {
      long tailAt = fileBytes - tail.remaining();
      readFully(file, tail, tailAt, checks);
      PackTrailer trailer = PackTrailer.at(tail, tail.limit() - PackTrailer.BYTES);
      checkTrailer(trailer, fileBytes, checks, watcher);
      long appDataAt = fileBytes - PackTrailer.BYTES - trailer.appDataBytes();
      long indexAt = appDataAt - trailer.indexBytes();
      ByteBuffer index =
          part(file, tail, tailAt, indexAt, (int) trailer.indexBytes(), checks)
              .order(ByteOrder.LITTLE_ENDIAN);
      checkIndexCrc(index, checks);
      RecordTable table = RecordTable.decode(index, trailer.recordCount(), checks);
      checkCounts(trailer, table, indexAt, checks);
      checkAppDataCrc(file, buffers, trailer, appDataAt, checks);
      int headBytes = (int) Math.min(trailer.appDataBytes(), MAX_HEAD_BYTES);
      ByteBuffer head = part(file, tail, tailAt, appDataAt, headBytes, checks);
      ByteBuffer trailerBytes = ByteBuffer.allocate(PackTrailer.BYTES);
      trailerBytes.put(0, tail, tail.limit() - PackTrailer.BYTES, PackTrailer.BYTES);
      return new PackContainer(
          fileBytes, trailer, table, head.asReadOnlyBuffer(), trailerBytes.asReadOnlyBuffer());
    } finally {
      buffers.giveBack(tail);
    }
  }

  /**
   * The bytes after the records, as they were checked.
   *
   * @throws IllegalStateException if not all of the app data was kept
   */
  ByteBuffer tail() {
    if (appDataHead.remaining() < trailer.appDataBytes()) {
      throw new IllegalStateException(
          "of " + trailer.appDataBytes() + " bytes of app data only the first ones are kept");
    }
    ByteBuffer index = table.index();
    ByteBuffer tail =
        ByteBuffer.allocate(index.remaining() + appDataHead.remaining() + PackTrailer.BYTES);
    return tail.put(index)
        .put(appDataHead.duplicate())
        .put(trailerBytes.duplicate())
        .flip()
        .asReadOnlyBuffer();
  }

  private static void checkTrailer(
      PackTrailer trailer, long fileBytes, PackCheckLog checks, TrailerWatcher watcher) {
    checks.require(
        trailer.magic() == PackTrailer.MAGIC,
        "magic",
        Damage.MAGIC,
        Long.toHexString(PackTrailer.MAGIC),
        Long.toHexString(trailer.magic()));
    watcher.saw(trailer);
    checks.require(
        trailer.version() == PackTrailer.VERSION,
        "version",
        Damage.VERSION,
        "1",
        trailer.version());
    checks.require(
        trailer.crc() == trailer.computedCrc(),
        "trailer checksum",
        Damage.CHECKSUM,
        Long.toHexString(trailer.computedCrc()),
        Long.toHexString(trailer.crc()));
    checks.require(
        (trailer.flags() & ~KNOWN_FLAGS) == 0,
        "flags",
        Damage.CORRUPT,
        "only bits 0 and 1",
        trailer.flags());
    checks.require(
        trailer.valuesPerGroup() == ForGroup.VALUES,
        "group size",
        Damage.CORRUPT,
        "128",
        trailer.valuesPerGroup());
    checkSections(trailer, fileBytes, checks);
  }

  private static void checkSections(PackTrailer trailer, long fileBytes, PackCheckLog checks) {
    long behindRecords = trailer.indexBytes() + trailer.appDataBytes() + PackTrailer.BYTES;
    checks.require(
        behindRecords <= fileBytes,
        "sections fit in the file",
        Damage.SIZE,
        "at most " + fileBytes,
        behindRecords);
    checks.require(
        trailer.indexBytes() >= Integer.BYTES,
        "index holds its checksum",
        Damage.SIZE,
        "4 bytes",
        trailer.indexBytes());
    long leastBytes =
        RecordTable.groupCount(trailer.recordCount()) * SMALLEST_GROUP_BYTES + Integer.BYTES;
    checks.require(
        leastBytes <= trailer.indexBytes(),
        "record count is plausible",
        Damage.CORRUPT,
        "an index of " + leastBytes + " bytes for " + trailer.recordCount() + " records",
        trailer.indexBytes());
    checks.require(
        trailer.indexBytes() <= MAX_INDEX_BYTES,
        "index fits in memory",
        Damage.SIZE,
        "at most " + MAX_INDEX_BYTES,
        trailer.indexBytes());
  }

  private static void checkIndexCrc(ByteBuffer index, PackCheckLog checks) {
    CRC32C crc = new CRC32C();
    crc.update(index.duplicate().limit(index.limit() - Integer.BYTES));
    long found = Integer.toUnsignedLong(index.getInt(index.limit() - Integer.BYTES));
    checks.require(
        crc.getValue() == found,
        "index checksum",
        Damage.CHECKSUM,
        Long.toHexString(crc.getValue()),
        Long.toHexString(found));
  }

  private static void checkCounts(
      PackTrailer trailer, RecordTable table, long indexAt, PackCheckLog checks) {
    checks.require(
        table.totalBytes() == indexAt,
        "sizes sum to the place of the index",
        Damage.CORRUPT,
        Long.toString(indexAt),
        table.totalBytes());
    checks.require(
        trailer.itemsPerRecord() > 0, "items per record", Damage.CORRUPT, "at least 1", 0);
    long records = (trailer.itemCount() + trailer.itemsPerRecord() - 1) / trailer.itemsPerRecord();
    checks.require(
        records == trailer.recordCount(),
        "item count fits the record count",
        Damage.CORRUPT,
        records + " records",
        trailer.recordCount());
  }

  /**
   * A pack of ledgers in its oldest form may have no checksum of its app data; every other has one.
   */
  private static void checkAppDataCrc(
      DiskFile file,
      DirectBuffers buffers,
      PackTrailer trailer,
      long appDataAt,
      PackCheckLog checks) {
    boolean mayLackIt =
        trailer.format() == PackFormat.LEDGERS
            && trailer.appDataBytes() == LedgerAppData.SEQUENCE_ONLY_BYTES;
    if (mayLackIt && trailer.appDataCrc() == 0) {
      return;
    }
    long computed = appDataCrc(file, buffers, trailer, appDataAt, checks);
    checks.require(
        computed == trailer.appDataCrc(),
        "app data checksum",
        Damage.CHECKSUM,
        (mayLackIt ? "0 or " : "") + Long.toHexString(computed),
        Long.toHexString(trailer.appDataCrc()));
  }

  /**
   * Checks zeros that the format requires and the reference implementation does not check: reserved
   * bytes, the hash if its flag is not set, the spare bits of groups.
   */
  void checkZeros(PackCheckLog checks) {
    checks.require(
        trailer.reserved6() == 0, "reserved bytes 6-7", Damage.CORRUPT, "0", trailer.reserved6());
    checks.require(
        trailer.reserved26() == 0,
        "reserved bytes 26-27",
        Damage.CORRUPT,
        "0",
        trailer.reserved26());
    checks.require(
        trailer.hasContentHash() || trailer.hashIsZero(),
        "no hash without its flag",
        Damage.CORRUPT,
        "zeros",
        trailer.contentHash());
    checks.require(
        table.spareBitsAreZero(), "spare bits of groups", Damage.CORRUPT, "zero", "others");
  }

  private static long appDataCrc(
      DiskFile file,
      DirectBuffers buffers,
      PackTrailer trailer,
      long appDataAt,
      PackCheckLog checks) {
    CRC32C crc = new CRC32C();
    ByteBuffer block = buffers.borrow(TAIL_BYTES);
    try {
      for (long done = 0; done < trailer.appDataBytes(); done += block.limit()) {
        block.clear().limit((int) Math.min(TAIL_BYTES, trailer.appDataBytes() - done));
        readFully(file, block, appDataAt + done, checks);
        crc.update(block);
      }
      return crc.getValue();
    } finally {
      buffers.giveBack(block);
    }
  }

  /** A copy of a part of the file, from the tail if it lies there, otherwise read. */
  private static ByteBuffer part(
      DiskFile file, ByteBuffer tail, long tailAt, long at, int bytes, PackCheckLog checks) {
    ByteBuffer part = ByteBuffer.allocate(bytes);
    if (at >= tailAt) {
      return part.put(0, tail, (int) (at - tailAt), bytes);
    }
    readFully(file, part, at, checks);
    return part;
  }

  /** Fills a buffer from 0 to its limit and leaves its position at 0. */
  private static void readFully(DiskFile file, ByteBuffer target, long at, PackCheckLog checks) {
    int wanted = target.remaining();
    int found = file.readAt(target, at);
    target.rewind();
    if (found < wanted) {
      checks.require(false, "file keeps its size", Damage.SIZE, wanted + " bytes at " + at, found);
    }
  }
}
