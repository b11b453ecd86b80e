package dev.permafrost.testkit.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rewrites the header of a sound frame, so that each result breaks one rule and is otherwise a
 * frame that a lenient decoder would take.
 *
 * <p>Source: RFC 8878, "Frame_Header". Only for frames that state their content size.
 */
final class FrameSurgery {

  /** The content of each block of {@link #runs}. */
  static final int RUN_BYTES = 128 << 10;

  private static final int DESCRIPTOR = 4;
  private static final int SINGLE_SEGMENT_BIT = 0x20;
  private static final int CHECKSUM_BIT = 0x04;
  private static final int WINDOW_OF_8_MIB = 0x68;

  private FrameSurgery() {}

  /** The same frame without its checksum, and saying so. */
  static byte[] withoutChecksum(byte[] frame) {
    byte[] cut = new byte[frame.length - 4];
    System.arraycopy(frame, 0, cut, 0, cut.length);
    cut[DESCRIPTOR] &= (byte) ~CHECKSUM_BIT;
    return cut;
  }

  /** The same frame without its content size, with a window instead, as a stream writes it. */
  static byte[] withoutSize(byte[] frame) {
    return rebuilt(frame, CHECKSUM_BIT, WINDOW_OF_8_MIB, new byte[0]);
  }

  /** The same frame with another content size, in eight bytes. */
  static byte[] claiming(byte[] frame, long contentBytes) {
    byte[] size = new byte[8];
    for (int i = 0; i < 8; i++) {
      size[i] = (byte) (contentBytes >>> (8 * i));
    }
    return rebuilt(frame, 0xC0 | CHECKSUM_BIT, WINDOW_OF_8_MIB, size);
  }

  /** The same frame that wants the dictionary 1. */
  static byte[] wantingDictionary(byte[] frame) {
    byte[] changed = new byte[frame.length + 1];
    int at = DESCRIPTOR + 1 + (isSingleSegment(frame) ? 0 : 1);
    System.arraycopy(frame, 0, changed, 0, at);
    changed[DESCRIPTOR] |= 1;
    changed[at] = 1;
    System.arraycopy(frame, at, changed, at + 1, frame.length - at);
    return changed;
  }

  /** The same frame with more bits of its descriptor set. */
  static byte[] withDescriptorBits(byte[] frame, int bits) {
    byte[] changed = frame.clone();
    changed[DESCRIPTOR] |= (byte) bits;
    return changed;
  }

  /** A sound frame of no content: one empty raw block, and the checksum of nothing. */
  static byte[] empty() {
    return new byte[] {
      0x28,
      (byte) 0xB5,
      0x2F,
      (byte) 0xFD,
      0x24,
      0,
      1,
      0,
      0,
      (byte) 0x99,
      (byte) 0xE9,
      (byte) 0xD8,
      0x51
    };
  }

  /** A frame of so many blocks, each of which repeats one byte; its checksum is wrong. */
  static byte[] runs(int blocks) {
    int headerBytes = 4 + 1 + 1 + 4;
    ByteBuffer frame = ByteBuffer.allocate(headerBytes + 4 * blocks + 4);
    frame.order(ByteOrder.LITTLE_ENDIAN).putInt(0xFD2FB528);
    frame.put((byte) (0x80 | CHECKSUM_BIT)).put((byte) WINDOW_OF_8_MIB).putInt(blocks * RUN_BYTES);
    for (int i = 1; i <= blocks; i++) {
      int header = (RUN_BYTES << 3) | (1 << 1) | (i == blocks ? 1 : 0);
      frame.put((byte) header).put((byte) (header >> 8)).put((byte) (header >> 16)).put((byte) 7);
    }
    return frame.putInt(0).array();
  }

  /** A skippable frame of four bytes. */
  static byte[] skippable() {
    return new byte[] {0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
  }

  /** One behind the other. */
  static byte[] joined(byte[] first, byte[] second) {
    byte[] both = new byte[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] rebuilt(byte[] frame, int descriptor, int window, byte[] size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(frame, 0, DESCRIPTOR);
    out.write(descriptor);
    out.write(window);
    out.writeBytes(size);
    int blocks = headerBytes(frame);
    out.write(frame, blocks, frame.length - blocks);
    return out.toByteArray();
  }

  private static int headerBytes(byte[] frame) {
    int sizeCode = (frame[DESCRIPTOR] & 0xFF) >>> 6;
    return DESCRIPTOR + 1 + (isSingleSegment(frame) ? 0 : 1) + (1 << sizeCode);
  }

  private static boolean isSingleSegment(byte[] frame) {
    return (frame[DESCRIPTOR] & SINGLE_SEGMENT_BIT) != 0;
  }
}
