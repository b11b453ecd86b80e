package dev.permafrost.ports.failure;

/** Thrown if a requested number, of a chunk or a ledger, is out of range. */
public final class OutOfRange extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String what;
  private final long value;
  private final long smallest;
  private final long largest;

  /**
   * Creates the failure.
   *
   * @param what what the number is
   * @param value the number
   * @param smallest the smallest allowed
   * @param largest the largest allowed
   */
  public OutOfRange(String what, long value, long smallest, long largest) {
    super(
        what + " " + value + " is out of range: " + smallest + " to " + largest,
        null,
        Remedy.CHANGE_REQUEST);
    this.what = what;
    this.value = value;
    this.smallest = smallest;
    this.largest = largest;
  }

  /** What the number is. */
  public String what() {
    return what;
  }

  /** The number. */
  public long value() {
    return value;
  }

  /** The smallest allowed. */
  public long smallest() {
    return smallest;
  }

  /** The largest allowed. */
  public long largest() {
    return largest;
  }
}
