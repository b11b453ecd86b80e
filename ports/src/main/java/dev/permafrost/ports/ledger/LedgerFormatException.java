package dev.permafrost.ports.ledger;

/**
 * Bytes that are no ledger this layer can read. The caller, which knows where they came from, turns
 * it into the failure of that place (lake damage, corrupt artifact, damaged hot store). It never
 * leaves the storage layer.
 */
public final class LedgerFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What an operator has to tell apart. */
  public enum Reason {
    /** A discriminant outside the values that are known: a newer format, not damage. */
    UNSUPPORTED,
    /** The bytes end too early, or a length in them is impossible. */
    MALFORMED,
    /**
     * A shape that is not known, which the header's hash settles in two ways at once, or not within
     * the hashes that may be computed: damage.
     */
    UNSETTLED
  }

  private final Reason reason;

  /** Makes one; the message names the field, what was found, and what was expected. */
  public LedgerFormatException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Whether the bytes are damaged or merely unknown to this version. */
  public Reason reason() {
    return reason;
  }
}
