package dev.permafrost.ports.failure;

import java.util.Optional;

/**
 * Thrown if a lake holds ledgers of another network than the store. Detected before anything was
 * written.
 */
public final class WrongNetwork extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String expected;
  private final String found;
  private final String location;

  /**
   * Creates the failure.
   *
   * @param expected the store's network passphrase
   * @param found the lake's network passphrase
   * @param location the lake, without secrets
   */
  public WrongNetwork(String expected, String found, String location) {
    super(
        "wrong network: " + location + " holds '" + found + "', expected '" + expected + "'",
        null,
        Remedy.OPERATOR);
    this.expected = expected;
    this.found = found;
    this.location = location;
  }

  /** The store's network passphrase. */
  public String expected() {
    return expected;
  }

  /** The lake's network passphrase. */
  public String found() {
    return found;
  }

  /** The lake, without secrets. */
  public String location() {
    return location;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-WRONG-NETWORK",
            "the lake "
                + location
                + " belongs to '"
                + found
                + "', and '"
                + expected
                + "' is expected",
            "point --lake at a lake of the store's network",
            "or use another --data directory for the other network"));
  }
}
