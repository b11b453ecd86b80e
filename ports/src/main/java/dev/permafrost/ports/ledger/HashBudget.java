package dev.permafrost.ports.ledger;

import dev.permafrost.ports.ledger.LedgerFormatException.Reason;

/**
 * How many headers may still be hashed to find the end of one of an unknown shape: at most {@value
 * #MAX_HASHES} for one object of a lake or one stored ledger, so that damage does not cause a long
 * search. Not thread-safe.
 */
public final class HashBudget {

  /** The maximum of hashes for one object. */
  public static final int MAX_HASHES = 64;

  private int spent;

  /** Creates an unspent budget. */
  public HashBudget() {}

  /** How many hashes were computed. */
  public int spent() {
    return spent;
  }

  /**
   * Spends one hash.
   *
   * @throws LedgerFormatException with {@link Reason#UNSETTLED} if all are spent
   */
  void spend() {
    if (spent == MAX_HASHES) {
      throw new LedgerFormatException(
          Reason.UNSETTLED,
          MAX_HASHES + " places could be the end of a header of an unknown shape, and none is");
    }
    spent++;
  }
}
