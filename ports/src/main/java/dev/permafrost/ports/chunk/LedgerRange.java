package dev.permafrost.ports.chunk;

/**
 * A run of consecutive ledger sequences, both ends included.
 *
 * @param first the first sequence, 0 to {@value #MAX_SEQUENCE}
 * @param last the last sequence, at least {@code first}, at most {@value #MAX_SEQUENCE}
 */
public record LedgerRange(long first, long last) {

  /** The largest ledger sequence: they are unsigned 32-bit numbers. */
  public static final long MAX_SEQUENCE = 0xFFFF_FFFFL;

  /**
   * Checks both ends.
   *
   * @throws IllegalArgumentException if an end is not an unsigned 32-bit number or the range is
   *     empty
   */
  public LedgerRange {
    if (first < 0 || last > MAX_SEQUENCE || first > last) {
      throw new IllegalArgumentException("no range of ledgers: " + first + "-" + last);
    }
  }

  /** The number of ledgers in the range. */
  public long length() {
    return last - first + 1;
  }

  /** Whether the sequence lies in the range. */
  public boolean contains(long sequence) {
    return first <= sequence && sequence <= last;
  }

  @Override
  public String toString() {
    return first + "-" + last;
  }
}
