package dev.permafrost.ports.chunk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 hash of a ledger header, 32 bytes, held as four big-endian words so that comparing
 * two hashes allocates nothing.
 *
 * @param word0 bytes 0 to 7
 * @param word1 bytes 8 to 15
 * @param word2 bytes 16 to 23
 * @param word3 bytes 24 to 31
 */
public record LedgerHash(long word0, long word1, long word2, long word3) {

  /** The size of a hash in bytes. */
  public static final int BYTES = 32;

  /** The hash of no ledger: 32 zero bytes, the previous hash in the first ledger of a chain. */
  public static final LedgerHash ZERO = new LedgerHash(0, 0, 0, 0);

  /**
   * Reads 32 bytes at an absolute index; the buffer's position and order do not change.
   *
   * @throws IndexOutOfBoundsException if fewer than 32 bytes follow the index
   */
  public static LedgerHash at(ByteBuffer bytes, int index) {
    if (bytes.order() == ByteOrder.BIG_ENDIAN) {
      return new LedgerHash(
          bytes.getLong(index),
          bytes.getLong(index + 8),
          bytes.getLong(index + 16),
          bytes.getLong(index + 24));
    }
    return at(bytes.duplicate().order(ByteOrder.BIG_ENDIAN), index);
  }

  /**
   * The hash in an array of 32 bytes.
   *
   * @throws IllegalArgumentException if the array has another length
   */
  public static LedgerHash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes, not " + bytes.length);
    }
    return at(ByteBuffer.wrap(bytes), 0);
  }

  /** Writes the 32 bytes at an absolute index; the position does not change. */
  public void putAt(ByteBuffer target, int index) {
    ByteBuffer ordered =
        target.order() == ByteOrder.BIG_ENDIAN
            ? target
            : target.duplicate().order(ByteOrder.BIG_ENDIAN);
    ordered
        .putLong(index, word0)
        .putLong(index + 8, word1)
        .putLong(index + 16, word2)
        .putLong(index + 24, word3);
  }

  /** The 32 bytes, in a new array. */
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    putAt(ByteBuffer.wrap(bytes), 0);
    return bytes;
  }

  // Written out: to make those of a record takes a short command milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LedgerHash that
        && word0 == that.word0
        && word1 == that.word1
        && word2 == that.word2
        && word3 == that.word3;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(word0);
  }

  /** Returns 64 lower-case hexadecimal digits. */
  @Override
  public String toString() {
    return hex(word0) + hex(word1) + hex(word2) + hex(word3);
  }

  private static String hex(long word) {
    String digits = Long.toHexString(word);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
