package dev.permafrost.ports.failure;

/**
 * Thrown if several addresses are configured as mirrors of one lake, but their objects hold
 * different numbers of ledgers, so that one cannot replace the other. Detected before anything was
 * written.
 */
public final class MirrorsDiffer extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String first;
  private final String other;

  /**
   * Creates the failure.
   *
   * @param first the mirror that was named first, without secrets
   * @param ledgersPerBatch how many ledgers its objects hold
   * @param other the mirror that differs, without secrets
   * @param ledgersPerBatchThere how many ledgers its objects hold
   */
  public MirrorsDiffer(String first, int ledgersPerBatch, String other, int ledgersPerBatchThere) {
    super(
        "no mirrors of one lake: "
            + first
            + " has "
            + ledgersPerBatch
            + " ledgers an object, "
            + other
            + " has "
            + ledgersPerBatchThere,
        null,
        Remedy.CHANGE_REQUEST);
    this.first = first;
    this.other = other;
  }

  /** The mirror that was named first, without secrets. */
  public String first() {
    return first;
  }

  /** The mirror that differs, without secrets. */
  public String other() {
    return other;
  }
}
