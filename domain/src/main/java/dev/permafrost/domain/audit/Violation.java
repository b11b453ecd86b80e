package dev.permafrost.domain.audit;

/**
 * What an audit looks for, each by the invariant that it breaks (docs/protocol.md, "Invariants").
 *
 * <p>I5 is about what operations do and cannot be seen in a store at rest, except that {@link
 * #HOT_LOST} is found under a key that still says {@code ready}.
 */
public enum Violation {
  /** An artifact is frozen, and its file is not there. */
  FROZEN_WITHOUT_FILE("frozen-without-file", "I2"),
  /** An artifact is frozen, and its file is damaged, or is another chunk's. */
  FROZEN_UNSOUND("frozen-unsound", "I2"),
  /** A hot database is ready, and gone, gutted, or without ledgers that were acknowledged. */
  HOT_LOST("hot-lost", "I1"),
  /** A hot database is ready, and a part of it cannot be read. */
  HOT_DAMAGED("hot-damaged", "I1"),
  /** A hot database is ready, and has other column families than this process knows. */
  HOT_OTHER_FAMILIES("hot-other-families", "I1"),
  /** The witness of a ready database is missing, says nothing, or what it cannot say. */
  WITNESS_UNSOUND("witness-unsound", "I1"),
  /** The witness lags behind its database: within what a power cut explains, or beyond. */
  WITNESS_BEHIND("witness-behind", "I1"),
  /** Two ledgers that follow one another do not link. */
  CHAIN_BROKEN("chain-broken", "I1"),
  /** The file of an artifact has no key. */
  FILE_WITHOUT_KEY("file-without-key", "I3"),
  /** A hot directory has no key. */
  HOT_WITHOUT_KEY("hot-without-key", "I3"),
  /** An artifact was left freezing. */
  LEFT_FREEZING("left-freezing", "I4"),
  /** An artifact was left pruning. */
  LEFT_PRUNING("left-pruning", "I4"),
  /** A hot database was left transient. */
  LEFT_TRANSIENT("left-transient", "I4"),
  /** A chunk lies below the floor, and was not removed. */
  LEFT_BELOW_FLOOR("left-below-floor", "I4"),
  /** The catalog holds a key or a value that this process does not know. */
  UNKNOWN_ENTRY("unknown-entry", "I3"),
  /** Something could not be looked at. */
  UNREADABLE("unreadable", ""),
  /** Something stands in a root that no store makes. */
  FOREIGN("foreign", "");

  private final String code;
  private final String invariant;

  Violation(String code, String invariant) {
    this.code = code;
    this.invariant = invariant;
  }

  /** Its name for machines; never reused for another meaning. */
  public String code() {
    return code;
  }

  /** The invariant, or empty if it breaks none. */
  public String invariant() {
    return invariant;
  }
}
