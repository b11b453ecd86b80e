package dev.permafrost.domain.audit;

/**
 * The violations that an audit looks for, each with the invariant that it breaks (docs/protocol.md,
 * "Invariants").
 *
 * <p>I5 concerns what operations do and cannot be checked at rest, except that {@link #HOT_LOST} is
 * found under a key that still says {@code ready}.
 */
public enum Violation {
  /** An artifact is frozen, but has no file. */
  FROZEN_WITHOUT_FILE("frozen-without-file", "I2"),
  /** An artifact is frozen, but its file is damaged, or belongs to another chunk. */
  FROZEN_UNSOUND("frozen-unsound", "I2"),
  /**
   * A hot database is ready, but missing, incomplete, or without ledgers that were acknowledged.
   */
  HOT_LOST("hot-lost", "I1"),
  /** A hot database is ready, but a part of it cannot be read. */
  HOT_DAMAGED("hot-damaged", "I1"),
  /** A hot database is ready, but has other column families than this process knows. */
  HOT_OTHER_FAMILIES("hot-other-families", "I1"),
  /** The witness of a ready database is missing, invalid, or says something impossible. */
  WITNESS_UNSOUND("witness-unsound", "I1"),
  /** The witness lags behind its database, by no more than a power cut explains, or by more. */
  WITNESS_BEHIND("witness-behind", "I1"),
  /** Two consecutive ledgers do not link. */
  CHAIN_BROKEN("chain-broken", "I1"),
  /** A file at an artifact's path has no key. */
  FILE_WITHOUT_KEY("file-without-key", "I3"),
  /** A hot directory has no key. */
  HOT_WITHOUT_KEY("hot-without-key", "I3"),
  /** An artifact was left freezing. */
  LEFT_FREEZING("left-freezing", "I4"),
  /** An artifact was left pruning. */
  LEFT_PRUNING("left-pruning", "I4"),
  /** A hot database was left transient. */
  LEFT_TRANSIENT("left-transient", "I4"),
  /** A chunk lies below the floor and was not removed. */
  LEFT_BELOW_FLOOR("left-below-floor", "I4"),
  /** The catalog holds a key or value that this process does not know. */
  UNKNOWN_ENTRY("unknown-entry", "I3"),
  /** An entry could not be checked. */
  UNREADABLE("unreadable", ""),
  /** A root has an entry that the store did not make. */
  FOREIGN("foreign", "");

  private final String code;
  private final String invariant;

  Violation(String code, String invariant) {
    this.code = code;
    this.invariant = invariant;
  }

  /** The name in machine-readable output; never reused for another meaning. */
  public String code() {
    return code;
  }

  /** The invariant; empty if it breaks none. */
  public String invariant() {
    return invariant;
  }
}
