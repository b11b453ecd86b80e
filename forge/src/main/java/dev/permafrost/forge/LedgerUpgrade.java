package dev.permafrost.forge;

/**
 * An upgrade that a forged ledger carries: LedgerUpgrade of Stellar-ledger.x.
 *
 * @param type 1 to 7: version, base fee, most transactions, base reserve, flags, configuration,
 *     most Soroban transactions
 * @param value what is upgraded to; of a configuration, whose key is two hashes, it is not used
 */
public record LedgerUpgrade(int type, int value) {

  /** The upgrade to a protocol version. */
  public static final int VERSION = 1;

  /** The upgrade of the header's flags, which gives headers ext 1. */
  public static final int FLAGS = 5;

  /** The upgrade of the configuration, named by contract and content hash. */
  public static final int CONFIGURATION = 6;

  private static final int LAST = 7;

  /** Checks that there is such an upgrade. */
  public LedgerUpgrade {
    if (type < VERSION || type > LAST) {
      throw new IllegalArgumentException("there is no upgrade of type " + type);
    }
  }
}
