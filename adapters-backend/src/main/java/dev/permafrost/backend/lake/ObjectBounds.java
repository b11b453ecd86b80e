package dev.permafrost.backend.lake;

/**
 * The ledgers of an object, according to its key.
 *
 * @param first the first sequence
 * @param last the last sequence
 */
public record ObjectBounds(long first, long last) {

  /** The number of ledgers of an object with this key. */
  public long length() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first == last ? Long.toString(first) : first + "-" + last;
  }
}
