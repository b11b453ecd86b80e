package dev.permafrost.ports.failure;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Thrown for a ledger that is larger than this version accepts. This is not damage. Nothing of it
 * was stored.
 */
public final class LedgerTooLarge extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final long sequence;
  private final OptionalLong foundBytes;
  private final long limitBytes;

  /**
   * Creates the failure.
   *
   * @param location where it was found, without secrets
   * @param sequence its sequence
   * @param foundBytes how large it is; empty if only its beginning was read
   * @param limitBytes how large a ledger may be
   */
  public LedgerTooLarge(String location, long sequence, OptionalLong foundBytes, long limitBytes) {
    super(words(location, sequence, foundBytes, limitBytes), null, Remedy.OPERATOR);
    this.location = location;
    this.sequence = sequence;
    this.foundBytes = foundBytes;
    this.limitBytes = limitBytes;
  }

  private static String words(
      String location, long sequence, OptionalLong foundBytes, long limitBytes) {
    String size =
        foundBytes.isPresent() ? "has " + foundBytes.getAsLong() + " bytes, and is" : "is";
    return "ledger "
        + sequence
        + " of "
        + location
        + " "
        + size
        + " above the limit of "
        + limitBytes
        + " bytes";
  }

  /** Where it was found, without secrets. */
  public String location() {
    return location;
  }

  /** Its sequence. */
  public long sequence() {
    return sequence;
  }

  /** How large it is; empty if only its beginning was read. */
  public OptionalLong foundBytes() {
    return foundBytes;
  }

  /** How large a ledger may be. */
  public long limitBytes() {
    return limitBytes;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-LEDGER-SIZE",
            words(location, sequence, foundBytes, limitBytes) + "; that is not damage",
            "update this program to a version that takes larger ledgers"));
  }
}
