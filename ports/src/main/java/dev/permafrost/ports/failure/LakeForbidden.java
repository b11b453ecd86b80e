package dev.permafrost.ports.failure;

import java.util.List;
import java.util.Optional;

/** The lake refuses to be read. */
public final class LakeForbidden extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final int status;

  /**
   * Makes one of its facts.
   *
   * @param location what was asked, without secrets
   * @param status the HTTP status, 0 if there is none
   */
  public LakeForbidden(String location, int status) {
    super(
        "forbidden: " + location + (status == 0 ? "" : " (status " + status + ")"),
        null,
        Remedy.OPERATOR);
    this.location = location;
    this.status = status;
  }

  /** What was asked, without secrets. */
  public String location() {
    return location;
  }

  /** The HTTP status, 0 if there is none. */
  public int status() {
    return status;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        new OperatorNotice(
            "PF-LAKE-FORBIDDEN",
            "the lake refuses to be read: " + location,
            List.of(
                "check the address, and that it may be read without credentials",
                "check the proxy between here and the lake")));
  }
}
