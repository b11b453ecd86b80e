package dev.permafrost.ports.failure;

import org.jspecify.annotations.Nullable;

/** Thrown if a ledger pushed by a caller is damaged. Nothing of it was written. */
public final class UnsoundLedger extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final long sequence;
  private final String damage;

  /**
   * Creates the failure.
   *
   * @param sequence the expected ledger
   * @param damage the check, what was found, what was expected
   * @param cause the exception that was translated, or null
   */
  public UnsoundLedger(long sequence, String damage, @Nullable Throwable cause) {
    super(
        "the bytes pushed as ledger " + sequence + " are unsound: " + damage,
        cause,
        Remedy.REPLACE_DATA);
    this.sequence = sequence;
    this.damage = damage;
  }

  /** The expected ledger. */
  public long sequence() {
    return sequence;
  }

  /** The check, what was found, what was expected. */
  public String damage() {
    return damage;
  }
}
