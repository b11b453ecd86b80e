package dev.permafrost.ports.failure;

import org.jspecify.annotations.Nullable;

/** A ledger that a caller pushed is not sound. Nothing of it was written. */
public final class UnsoundLedger extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final long sequence;
  private final String damage;

  /**
   * Makes one of its facts.
   *
   * @param sequence the ledger that was due
   * @param damage the check, what was found, what was expected
   * @param cause what it was translated from, if anything
   */
  public UnsoundLedger(long sequence, String damage, @Nullable Throwable cause) {
    super(
        "the bytes pushed as ledger " + sequence + " are unsound: " + damage,
        cause,
        Remedy.REPLACE_DATA);
    this.sequence = sequence;
    this.damage = damage;
  }

  /** The ledger that was due. */
  public long sequence() {
    return sequence;
  }

  /** The check, what was found, what was expected. */
  public String damage() {
    return damage;
  }
}
