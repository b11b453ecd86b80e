package dev.permafrost.ports.failure;

import java.util.Optional;

/** Thrown if an object is missing inside the range that the lake covers: a hole, not the tip. */
public final class LakeGap extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final long firstMissing;
  private final String detail;

  /**
   * Creates the failure.
   *
   * @param location the object's name, without secrets
   * @param firstMissing the first ledger it should hold
   * @param detail more about the gap
   */
  public LakeGap(String location, long firstMissing, String detail) {
    super(
        "gap in the lake: " + location + " (ledger " + firstMissing + ") is not there: " + detail,
        null,
        Remedy.OPERATOR);
    this.location = location;
    this.firstMissing = firstMissing;
    this.detail = detail;
  }

  /** The object's name, without secrets. */
  public String location() {
    return location;
  }

  /** The first ledger it should hold. */
  public long firstMissing() {
    return firstMissing;
  }

  /** More about the gap. */
  public String detail() {
    return detail;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-LAKE-GAP",
            "the lake has a hole at ledger "
                + firstMissing
                + ": "
                + location
                + " is not there: "
                + detail,
            "report it to the operator of the lake, or wait until it is filled",
            "or fetch this chunk from another lake: --lake URL"));
  }
}
