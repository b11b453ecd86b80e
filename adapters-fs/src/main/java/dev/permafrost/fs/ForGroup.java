package dev.permafrost.fs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A frame-of-reference group: up to 128 unsigned 32-bit values as residuals of equal width above
 * their minimum (docs/pack-format.md, "Groups").
 *
 * <p>{@code ceil(n * width / 8)} bytes of residuals, packed from the lowest bit of the first byte
 * upwards; the width, 1 byte; the minimum, 4 bytes. The last five bytes let a group be found from
 * its end. This is a view of a group in a little-endian buffer; it copies nothing.
 *
 * @param bytes the buffer, little-endian; at least 3 bytes follow the group in it
 * @param offset where the group begins
 * @param count the number of values
 * @param width the bits of each residual
 * @param minimum the smallest value
 */
record ForGroup(ByteBuffer bytes, int offset, int count, int width, long minimum) {

  /** How many values a full group holds. */
  static final int VALUES = 128;

  /** The bytes after the residuals: width and minimum. */
  static final int TAIL_BYTES = 5;

  /**
   * The bytes that must follow a group in its buffer, so that eight bytes can be read at a time.
   */
  static final int GUARD_BYTES = 3;

  private static final long MAX_VALUE = 0xFFFF_FFFFL;

  /** Why bytes are not a group. */
  enum Flaw {
    /** They are one. */
    NONE,
    /** The end or the start of the group is missing. */
    TRUNCATED,
    /** The width is not 1 to 32. */
    WIDTH,
    /** A value exceeds 32 bits. */
    OVERFLOW
  }

  /** The size of a group in bytes. */
  static int bytes(int count, int width) {
    return (count * width + 7) / 8 + TAIL_BYTES;
  }

  /**
   * Why the bytes that end at an index are not a group of this many values, as far as its ends
   * show.
   */
  static Flaw flawOfEnd(ByteBuffer bytes, int end, int count) {
    if (end < TAIL_BYTES) {
      return Flaw.TRUNCATED;
    }
    int width = Byte.toUnsignedInt(bytes.get(end - TAIL_BYTES));
    if (width < 1 || width > 32) {
      return Flaw.WIDTH;
    }
    return end < bytes(count, width) ? Flaw.TRUNCATED : Flaw.NONE;
  }

  /** The group that ends at an index; {@link #flawOfEnd} must have returned no flaw. */
  static ForGroup endingAt(ByteBuffer bytes, int end, int count) {
    int width = Byte.toUnsignedInt(bytes.get(end - TAIL_BYTES));
    long minimum = Integer.toUnsignedLong(bytes.getInt(end - TAIL_BYTES + 1));
    return new ForGroup(bytes, end - bytes(count, width), count, width, minimum);
  }

  /** One value. */
  long value(int index) {
    int bit = index * width;
    long eight = bytes.getLong(offset + bit / 8);
    return minimum + ((eight >>> (bit % 8)) & ((1L << width) - 1));
  }

  /**
   * Figures of the values of a group.
   *
   * @param sum of all of them
   * @param smallest of them
   * @param largest of them
   */
  record Totals(long sum, long smallest, long largest) {}

  /** Computes the figures in one pass. Opening a pack is mostly this, so it uses only locals. */
  Totals totals() {
    ByteBuffer in = bytes;
    int begin = offset;
    int step = width;
    long mask = (1L << step) - 1;
    long sum = 0;
    long smallest = Long.MAX_VALUE;
    long largest = 0;
    int end = count * step;
    for (int bit = 0; bit < end; bit += step) {
      long residual = (in.getLong(begin + (bit >>> 3)) >>> (bit & 7)) & mask;
      sum += residual;
      smallest = Math.min(smallest, residual);
      largest = Math.max(largest, residual);
    }
    return new Totals(sum + count * minimum, smallest + minimum, largest + minimum);
  }

  /** Whether a value exceeds 32 bits, which the encoding allows and the format does not. */
  boolean overflows() {
    if (minimum + (1L << width) - 1 <= MAX_VALUE) {
      // Not even the largest residual of this width could, as in every pack that was not crafted.
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (value(i) > MAX_VALUE) {
        return true;
      }
    }
    return false;
  }

  /** Whether the bits between the last residual and the width are zero, as a writer leaves them. */
  boolean spareBitsAreZero() {
    int used = count * width % 8;
    int last = offset + bytes(count, width) - TAIL_BYTES - 1;
    return used == 0 || Byte.toUnsignedInt(bytes.get(last)) >>> used == 0;
  }

  /**
   * Writes a group at the position of a little-endian buffer: the minimum is the smallest value,
   * the width is as small as possible and at least 1.
   *
   * @param values unsigned 32-bit values
   */
  static void encode(int[] values, int from, int count, ByteBuffer target) {
    int minimum = values[from];
    int maximum = values[from];
    for (int i = from + 1; i < from + count; i++) {
      minimum = Integer.compareUnsigned(values[i], minimum) < 0 ? values[i] : minimum;
      maximum = Integer.compareUnsigned(values[i], maximum) > 0 ? values[i] : maximum;
    }
    int width = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(maximum - minimum));
    long pending = 0;
    int pendingBits = 0;
    for (int i = from; i < from + count; i++) {
      pending |= Integer.toUnsignedLong(values[i] - minimum) << pendingBits;
      pendingBits += width;
      while (pendingBits >= 8) {
        target.put((byte) pending);
        pending >>>= 8;
        pendingBits -= 8;
      }
    }
    if (pendingBits > 0) {
      target.put((byte) pending);
    }
    target.put((byte) width).putInt(minimum);
  }

  /** A buffer with room for a group of this many values. */
  static ByteBuffer bufferFor(int count) {
    return ByteBuffer.allocate(bytes(count, 32)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
