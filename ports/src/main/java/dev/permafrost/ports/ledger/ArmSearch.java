package dev.permafrost.ports.ledger;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFormatException.Reason;
import java.nio.ByteBuffer;

/**
 * Finds the end of a header whose StellarValue has an unknown arm. What follows the arm has a fixed
 * length, and the hash in front of the header is SHA-256 over exactly its bytes. Only the arm's
 * length is unknown: a multiple of four, at most {@value #MAX_ARM_BYTES} bytes.
 *
 * <p>A length is hashed only if the words with known values are in place: the expected sequence,
 * and the ext words of the header and of its entry. So usually one hash is computed, and a search
 * without a match costs 515 comparisons.
 */
final class ArmSearch {

  /** The longest arm that is considered, in bytes after its discriminant. */
  static final int MAX_ARM_BYTES = 2048;

  /**
   * Offsets from the end of the StellarValue: to ledgerSeq after two hashes, to the end with ext 0,
   * and with ext 1.
   */
  private static final int TO_SEQUENCE = 2 * LedgerHash.BYTES;

  private static final int WITH_EXT_0 = 240;
  private static final int WITH_EXT_1 = 248;

  private final ByteBuffer ledger;
  private final int expectedSequence;
  private final HashBudget budget;

  /**
   * A search in one ledger.
   *
   * @param ledger from its first byte at the position, big-endian
   * @param expectedSequence the sequence that the ledger must have
   */
  ArmSearch(ByteBuffer ledger, long expectedSequence, HashBudget budget) {
    this.ledger = ledger;
    this.expectedSequence = (int) expectedSequence;
    this.budget = budget;
  }

  /** The budget of this search. */
  HashBudget budget() {
    return budget;
  }

  /** The expected sequence. */
  long expectedSequence() {
    return Integer.toUnsignedLong(expectedSequence);
  }

  /**
   * Finds the length of an arm.
   *
   * @param header where the header begins, in bytes from the ledger's first byte
   * @param arm where the arm begins, after its discriminant
   * @param claimed the hash in front of the header
   * @return its length in bytes, or -1 if the header's hash matches at none
   * @throws LedgerFormatException if two lengths of the arm fit, or too many had to be hashed
   */
  int armBytes(int header, int arm, LedgerHash claimed) {
    int last = Math.min(arm + MAX_ARM_BYTES + WITH_EXT_1, ledger.remaining() - 4);
    for (int end = arm + WITH_EXT_0; end <= last; end += 4) {
      boolean plain = isPlain(arm, end);
      boolean extended = isExtended(arm, end);
      if (!plain && !extended) {
        continue;
      }
      budget.spend();
      if (HeaderDigest.of(ledger, ledger.position() + header, end - header).equals(claimed)) {
        if (plain && extended) {
          throw new LedgerFormatException(
              Reason.UNSETTLED,
              "the header at byte " + header + " can end with LedgerHeader.ext 0 and with 1");
        }
        return end - arm - (plain ? WITH_EXT_0 : WITH_EXT_1);
      }
    }
    return -1;
  }

  private boolean isPlain(int arm, int end) {
    int value = end - WITH_EXT_0;
    return value <= arm + MAX_ARM_BYTES
        && word(value + TO_SEQUENCE) == expectedSequence
        && word(end - 4) == 0
        && word(end) == 0;
  }

  private boolean isExtended(int arm, int end) {
    int value = end - WITH_EXT_1;
    return value >= arm
        && word(value + TO_SEQUENCE) == expectedSequence
        && word(end - 12) == 1
        && word(end - 4) == 0
        && word(end) == 0;
  }

  private int word(int offset) {
    return ledger.getInt(ledger.position() + offset);
  }
}
