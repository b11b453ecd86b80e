package dev.permafrost.forge;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a forged ledger looks like, apart from its noise.
 *
 * @param metaVersion the version of its LedgerCloseMeta, 0 to 15; above 2, the bytes behind the
 *     version are those of version 2
 * @param hasFee whether its LedgerCloseMetaExt is 1, with the Soroban fee; version 0 has none
 * @param protocolVersion its ledgerVersion, after its own upgrades
 * @param upgrades at most six
 * @param arm the arm of its StellarValue
 * @param headerFlags the flags of its header's ext 1; empty for ext 0
 */
public record LedgerShape(
    int metaVersion,
    boolean hasFee,
    int protocolVersion,
    List<LedgerUpgrade> upgrades,
    ValueArm arm,
    OptionalInt headerFlags) {

  private static final int LARGEST_VERSION = 15;
  private static final int MOST_UPGRADES = 6;

  /** Checks what XDR and this layer bound. */
  public LedgerShape {
    upgrades = List.copyOf(upgrades);
    if (metaVersion < 0 || metaVersion > LARGEST_VERSION || (metaVersion == 0 && hasFee)) {
      throw new IllegalArgumentException(
          "no ledger is of version " + metaVersion + (hasFee ? " with a fee" : ""));
    }
    if (upgrades.size() > MOST_UPGRADES) {
      throw new IllegalArgumentException(upgrades.size() + " upgrades, at most " + MOST_UPGRADES);
    }
  }

  /** A signed ledger without upgrades and extensions. */
  static LedgerShape plain(int metaVersion, int protocolVersion) {
    return new LedgerShape(
        metaVersion, false, protocolVersion, List.of(), ValueArm.SIGNED, OptionalInt.empty());
  }

  /** The same with another version of LedgerCloseMeta, which it then breaks the rule with. */
  public LedgerShape withMetaVersion(int version) {
    return new LedgerShape(
        version, hasFee && version > 0, protocolVersion, upgrades, arm, headerFlags);
  }
}
