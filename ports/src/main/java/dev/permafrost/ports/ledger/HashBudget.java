package dev.permafrost.ports.ledger;

import dev.permafrost.ports.ledger.LedgerFormatException.Reason;

/**
 * How many headers may still be hashed to find out where one of an unknown shape ends: at most
 * {@value #MAX_HASHES} in one object of a lake or one stored ledger, so that damage does not become
 * a long search. Not thread-safe.
 */
public final class HashBudget {

  /** The most hashes of one object. */
  public static final int MAX_HASHES = 64;

  private int spent;

  /** A budget of which nothing is spent. */
  public HashBudget() {}

  /** How many hashes were computed. */
  public int spent() {
    return spent;
  }

  /**
   * Spends one hash.
   *
   * @throws LedgerFormatException if all were spent, with {@link Reason#UNSETTLED}
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
