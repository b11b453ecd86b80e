package dev.permafrost.ports.ledger;

/**
 * Thrown for bytes that are not a ledger that this layer can read. The caller, which knows where
 * they came from, translates it into a failure of that place (lake damage, corrupt artifact,
 * damaged hot store). It never leaves the storage layer.
 */
public final class LedgerFormatException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The reasons that an operator must distinguish. */
  public enum Reason {
    /** A discriminant outside the values that are known: a newer format, not damage. */
    UNSUPPORTED,
    /** The bytes end too early, or a length in them is impossible. */
    MALFORMED,
    /**
     * An unknown shape that the header's hash matches in two ways, or not within the permitted
     * number of hashes: damage.
     */
    UNSETTLED
  }

  private final Reason reason;

  /** Creates the exception; the message names the field, what was found, and what was expected. */
  public LedgerFormatException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Whether the bytes are damaged or only unknown to this version. */
  public Reason reason() {
    return reason;
  }
}
