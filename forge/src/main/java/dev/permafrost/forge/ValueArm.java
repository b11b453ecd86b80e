package dev.permafrost.forge;

/**
 * The arm of a forged ledger's StellarValue.
 *
 * @param number its discriminant, unsigned
 * @param unknownBytes how many bytes of noise stand behind it, a multiple of four; 0 for the arms
 *     that Stellar-ledger.x has
 */
public record ValueArm(int number, int unknownBytes) {

  /** No signature: what ledgers had until protocol 11 or so. */
  public static final ValueArm BASIC = new ValueArm(0, 0);

  /** Signed by the node that proposed it. */
  public static final ValueArm SIGNED = new ValueArm(1, 0);

  /** The transaction set was dropped (CAP-83): its hash, and what it was proposed on, are kept. */
  public static final ValueArm EMPTY_TX_SET = new ValueArm(2, 0);

  private static final int LARGEST_KNOWN = 2;

  /** Checks that only an arm that nobody has defined has bytes of its own. */
  public ValueArm {
    boolean isKnown = Integer.compareUnsigned(number, LARGEST_KNOWN) <= 0;
    if (unknownBytes < 0 || unknownBytes % 4 != 0 || (isKnown && unknownBytes > 0)) {
      throw new IllegalArgumentException("arm " + number + " with " + unknownBytes + " bytes");
    }
  }

  /** An arm that nobody has defined yet, with so many bytes. */
  public static ValueArm unknown(int number, int bytes) {
    return new ValueArm(number, bytes);
  }
}
