package dev.permafrost.backend.lake;

/**
 * Which ledgers an object holds, as its key says.
 *
 * @param first the first sequence
 * @param last the last sequence
 */
public record ObjectBounds(long first, long last) {

  /** How many ledgers an object of this key holds. */
  public long length() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first == last ? Long.toString(first) : first + "-" + last;
  }
}
