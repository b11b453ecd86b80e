package dev.permafrost.ports.chunk;

import org.jspecify.annotations.Nullable;

/**
 * The number of a chunk: a run of consecutive ledgers that is ingested, frozen and recovered as
 * one.
 *
 * <p>The geometry decides which ledgers a chunk holds. In file names and catalog keys an id is
 * written as eight decimal digits ({@link #name()}); its bucket groups a thousand chunks in one
 * directory and is never part of a key (docs/protocol.md, "Geometry").
 *
 * @param value the number, 0 to {@value #MAX_VALUE}
 */
public record ChunkId(int value) implements Comparable<ChunkId> {

  /** The largest number that eight decimal digits can name. */
  public static final int MAX_VALUE = 99_999_999;

  private static final int CHUNKS_PER_BUCKET = 1000;

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it cannot be written in eight digits
   */
  public ChunkId {
    if (value < 0 || value > MAX_VALUE) {
      throw new IllegalArgumentException("chunk " + value + " is not in 0.." + MAX_VALUE);
    }
  }

  /** The id as used in file names and keys: eight decimal digits, zero padded. */
  public String name() {
    return padded(value, 8);
  }

  /** The bucket directory of this chunk: five decimal digits, zero padded. */
  public String bucketName() {
    return padded(value / CHUNKS_PER_BUCKET, 5);
  }

  @Override
  public int compareTo(ChunkId other) {
    return Integer.compare(value, other.value);
  }

  // Written out: to make those of a record takes a short command milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ChunkId that && value == that.value;
  }

  @Override
  public int hashCode() {
    return value;
  }

  @Override
  public String toString() {
    return Integer.toString(value);
  }

  private static String padded(int number, int digits) {
    String plain = Integer.toString(number);
    return "0".repeat(digits - plain.length()) + plain;
  }
}
