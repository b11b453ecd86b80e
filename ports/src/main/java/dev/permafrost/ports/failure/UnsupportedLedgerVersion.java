package dev.permafrost.ports.failure;

import java.util.Optional;

/** Thrown for a ledger of a version that this layer does not know. This is not damage. */
public final class UnsupportedLedgerVersion extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final String detail;

  /**
   * Creates the failure.
   *
   * @param location where it came from
   * @param detail the field, what was found, what is known
   */
  public UnsupportedLedgerVersion(String location, String detail) {
    super("unsupported ledger version in " + location + ": " + detail, null, Remedy.OPERATOR);
    this.location = location;
    this.detail = detail;
  }

  /** Where it came from. */
  public String location() {
    return location;
  }

  /** The field, what was found, what is known. */
  public String detail() {
    return detail;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-LEDGER-VERSION",
            "a ledger of " + location + " has a version this program does not know: " + detail,
            "update this program to a version that knows it"));
  }
}
