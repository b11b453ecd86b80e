package dev.permafrost.ports.failure;

import java.util.Optional;

/** An object is missing inside the range that the lake covers: a hole, not the tip. */
public final class LakeGap extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final long firstMissing;
  private final String detail;

  /**
   * Makes one of its facts.
   *
   * @param location the object's name, without secrets
   * @param firstMissing the first ledger it would hold
   * @param detail what is known beside that
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

  /** The first ledger it would hold. */
  public long firstMissing() {
    return firstMissing;
  }

  /** What is known beside that. */
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
            "tell whoever runs the lake, or wait until it is filled",
            "or fetch this chunk from another lake: --lake URL"));
  }
}
