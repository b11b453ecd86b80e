package dev.permafrost.benchmarks.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A pack read as directly as can be (docs/pack-format.md, "Trailer", "Offset index"): one read of
 * the file's end, the two checksums, and the offsets in an array. It believes whatever passes them.
 */
final class PlainPack implements AutoCloseable {

  private static final int TAIL_BYTES = 256 << 10;
  private static final int TRAILER_BYTES = 76;
  private static final int RECORD_COUNT_AT = 12;
  private static final int INDEX_BYTES_AT = 28;
  private static final int APP_DATA_BYTES_AT = 32;
  private static final int CRC_AT = 72;
  private static final int GROUP_VALUES = 128;
  private static final int GROUP_TAIL_BYTES = 5;

  private final FileChannel channel;
  private final long[] offsets;

  private PlainPack(FileChannel channel, long[] offsets) {
    this.channel = channel;
    this.offsets = offsets;
  }

  /**
   * Opens a pack.
   *
   * @param tail where its end is read to, used again and again
   */
  static PlainPack open(Path file, ByteBuffer tail) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return new PlainPack(channel, readOffsets(channel, tail));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A buffer for the end of a pack. */
  static ByteBuffer newTail() {
    return ByteBuffer.allocateDirect(TAIL_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long[] readOffsets(FileChannel channel, ByteBuffer tail) throws IOException {
    long size = channel.size();
    tail.clear().limit((int) Math.min(size, TAIL_BYTES));
    channel.read(tail, size - tail.limit());
    if (tail.hasRemaining()) {
      throw new IOException("a short read");
    }
    int trailer = tail.limit() - TRAILER_BYTES;
    requireCrc(tail, trailer, CRC_AT);
    int indexBytes = tail.getInt(trailer + INDEX_BYTES_AT);
    int index = trailer - tail.getInt(trailer + APP_DATA_BYTES_AT) - indexBytes;
    requireCrc(tail, index, indexBytes - Integer.BYTES);
    return offsets(
        tail, index + indexBytes - Integer.BYTES, tail.getInt(trailer + RECORD_COUNT_AT));
  }

  private static void requireCrc(ByteBuffer bytes, int at, int length) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().limit(at + length).position(at));
    if ((int) crc.getValue() != bytes.getInt(at + length)) {
      throw new IOException("a wrong checksum");
    }
  }

  /** Where each record begins, and where the last one ends: groups are found from the end. */
  private static long[] offsets(ByteBuffer bytes, int indexEnd, int count) {
    long[] offsets = new long[count + 1];
    int end = indexEnd;
    for (int first = (count - 1) / GROUP_VALUES * GROUP_VALUES; first >= 0; first -= GROUP_VALUES) {
      int values = Math.min(GROUP_VALUES, count - first);
      int width = bytes.get(end - GROUP_TAIL_BYTES);
      long minimum = Integer.toUnsignedLong(bytes.getInt(end - Integer.BYTES));
      int begin = end - GROUP_TAIL_BYTES - (values * width + 7) / 8;
      long mask = (1L << width) - 1;
      for (int i = 0, bit = 0; i < values; i++, bit += width) {
        offsets[first + i + 1] =
            minimum + (bytes.getLong(begin + (bit >>> 3)) >>> (bit & 7) & mask);
      }
      end = begin;
    }
    for (int i = 0; i < count; i++) {
      offsets[i + 1] += offsets[i];
    }
    return offsets;
  }

  /** How many records it has. */
  int count() {
    return offsets.length - 1;
  }

  /** Reads one record to a buffer's beginning. */
  void read(int record, ByteBuffer target) {
    try {
      target.clear().limit((int) (offsets[record + 1] - offsets[record]));
      channel.read(target, offsets[record]);
      if (target.hasRemaining()) {
        throw new IOException("a short read");
      }
      target.flip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The size of the largest record. */
  int largestBytes() {
    long largest = 0;
    for (int i = 0; i < count(); i++) {
      largest = Math.max(largest, offsets[i + 1] - offsets[i]);
    }
    return (int) largest;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
