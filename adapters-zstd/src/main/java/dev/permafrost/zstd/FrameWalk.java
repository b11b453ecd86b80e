package dev.permafrost.zstd;

import dev.permafrost.ports.codec.DamagedFrameException;
import java.nio.ByteBuffer;

/**
 * Parses the header and the block headers of a frame, and returns the size of its content without
 * decoding, allocating or native calls.
 *
 * <p>Source: RFC 8878, "Zstandard Frames" (magic number, frame header, blocks, checksum), made
 * stricter by docs/pack-format.md, "Records": exactly one frame, with its content size and
 * checksum, without a dictionary. The content size is also compared with the maximum that the
 * blocks can give, so that a small frame cannot claim a large content.
 */
final class FrameWalk {

  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int SKIPPABLE_MASK = 0xFFFFFFF0;

  private static final int DICTIONARY_BITS = 0b0000_0011;
  private static final int CHECKSUM_BIT = 0b0000_0100;
  private static final int RESERVED_BITS = 0b0001_1000;
  private static final int SINGLE_SEGMENT_BIT = 0b0010_0000;
  private static final int SIZE_CODE_SHIFT = 6;

  private static final int BLOCK_HEADER_BYTES = 3;
  private static final int RAW_BLOCK = 0;
  private static final int RLE_BLOCK = 1;
  private static final int COMPRESSED_BLOCK = 2;
  private static final int MAX_BLOCK_BYTES = 128 << 10;
  private static final int CHECKSUM_BYTES = 4;

  private final ByteBuffer frame;
  private final int start;
  private int index;

  private FrameWalk(ByteBuffer borrowedFrame) {
    frame = borrowedFrame;
    start = frame.position();
    index = start;
  }

  /**
   * The content size of the frame from position to limit.
   *
   * @param maxContentBytes the largest accepted size
   * @throws DamagedFrameException if the bytes are not exactly one frame of the form described
   */
  static int contentBytes(ByteBuffer borrowedFrame, int maxContentBytes) {
    FrameWalk walk = new FrameWalk(borrowedFrame);
    int descriptor = walk.readDescriptor();
    boolean singleSegment = (descriptor & SINGLE_SEGMENT_BIT) != 0;
    long windowBytes = singleSegment ? Long.MAX_VALUE : walk.readWindowBytes();
    long contentBytes = walk.readContentBytes(descriptor >>> SIZE_CODE_SHIFT);
    if (contentBytes <= 0 || contentBytes > maxContentBytes) {
      throw new DamagedFrameException(
          "frame claims a content of "
              + Long.toUnsignedString(contentBytes)
              + " bytes, expected 1 to "
              + maxContentBytes);
    }
    long blockLimitBytes = Math.min(MAX_BLOCK_BYTES, Math.min(windowBytes, contentBytes));
    walk.walkBlocks(contentBytes, blockLimitBytes);
    walk.expectEnd();
    return (int) contentBytes;
  }

  private int readDescriptor() {
    long magic = read(4, "magic number");
    if (((int) magic & SKIPPABLE_MASK) == SKIPPABLE_MAGIC) {
      throw new DamagedFrameException(
          "a skippable frame (magic 0x" + Long.toHexString(magic) + "), expected a Zstandard one");
    }
    if ((int) magic != MAGIC) {
      throw new DamagedFrameException(
          "magic number 0x"
              + Long.toHexString(magic)
              + ", expected 0x"
              + Integer.toHexString(MAGIC));
    }
    int descriptor = (int) read(1, "frame header descriptor");
    refuseBits(descriptor, RESERVED_BITS, "reserved bits");
    refuseBits(descriptor, DICTIONARY_BITS, "a dictionary id");
    if ((descriptor & CHECKSUM_BIT) == 0) {
      throw new DamagedFrameException("frame without a content checksum, expected one");
    }
    if (descriptor >>> SIZE_CODE_SHIFT == 0 && (descriptor & SINGLE_SEGMENT_BIT) == 0) {
      throw new DamagedFrameException("frame without a content size, expected one");
    }
    return descriptor;
  }

  private static void refuseBits(int descriptor, int bits, String what) {
    if ((descriptor & bits) != 0) {
      throw new DamagedFrameException(
          "frame header descriptor 0x"
              + Integer.toHexString(descriptor)
              + " has "
              + what
              + ", expected none");
    }
  }

  private long readWindowBytes() {
    int descriptor = (int) read(1, "window descriptor");
    long baseBytes = 1L << (10 + (descriptor >>> 3));
    return baseBytes + baseBytes / 8 * (descriptor & 7);
  }

  private long readContentBytes(int sizeCode) {
    int width = 1 << sizeCode;
    long value = read(width, "content size");
    return width == 2 ? value + 256 : value;
  }

  private void walkBlocks(long contentBytes, long blockLimitBytes) {
    long leastBytes = 0;
    long mostBytes = 0;
    boolean last = false;
    while (!last) {
      int header = (int) read(BLOCK_HEADER_BYTES, "block header");
      last = (header & 1) != 0;
      int type = header >>> 1 & 3;
      int sizeBytes = header >>> 3;
      if (sizeBytes > blockLimitBytes) {
        throw new DamagedFrameException(
            "block of " + sizeBytes + " bytes, expected at most " + blockLimitBytes);
      }
      switch (type) {
        case RAW_BLOCK, RLE_BLOCK -> {
          leastBytes += sizeBytes;
          mostBytes += sizeBytes;
        }
        case COMPRESSED_BLOCK -> mostBytes += blockLimitBytes;
        default -> throw new DamagedFrameException("block of the reserved type " + type);
      }
      skip(type == RLE_BLOCK ? 1 : sizeBytes, "block");
    }
    if (contentBytes < leastBytes || contentBytes > mostBytes) {
      throw new DamagedFrameException(
          "frame claims a content of "
              + contentBytes
              + " bytes, its blocks give "
              + leastBytes
              + " to "
              + mostBytes);
    }
  }

  private void expectEnd() {
    skip(CHECKSUM_BYTES, "content checksum");
    if (index != frame.limit()) {
      throw new DamagedFrameException(
          (frame.limit() - index)
              + " bytes behind the frame's end at byte "
              + (index - start)
              + ", expected none");
    }
  }

  private long read(int width, String field) {
    skip(width, field);
    long value = 0;
    for (int i = 1; i <= width; i++) {
      value = (value << 8) | (frame.get(index - i) & 0xFF);
    }
    return value;
  }

  private void skip(int count, String field) {
    int left = frame.limit() - index;
    if (left < count) {
      throw new DamagedFrameException(
          "frame ends inside its "
              + field
              + " at byte "
              + (index - start)
              + ": "
              + left
              + " bytes left, "
              + count
              + " expected");
    }
    index += count;
  }
}
