package dev.permafrost.ports.failure;

import java.util.Optional;

/**
 * The lake refuses to be read: it asks for credentials, calls the request itself wrong, or sends
 * its readers to another host. Trying again would not help.
 */
public final class LakeForbidden extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final int status;
  private final String detail;

  /**
   * Makes one of its facts.
   *
   * @param location what was asked, without secrets
   * @param status the HTTP status, 0 if there is none
   */
  public LakeForbidden(String location, int status) {
    this(location, status, "");
  }

  /**
   * Makes one of its facts.
   *
   * @param location what was asked, without secrets
   * @param status the HTTP status, 0 if there is none
   * @param detail what is known beside that, without secrets; empty if nothing is
   */
  public LakeForbidden(String location, int status, String detail) {
    super(
        "forbidden: "
            + location
            + (status == 0 ? "" : " (status " + status + ")")
            + (detail.isEmpty() ? "" : ": " + detail),
        null,
        Remedy.OPERATOR);
    this.location = location;
    this.status = status;
    this.detail = detail;
  }

  /** What was asked, without secrets. */
  public String location() {
    return location;
  }

  /** The HTTP status, 0 if there is none. */
  public int status() {
    return status;
  }

  /** What is known beside that, without secrets; empty if nothing is. */
  public String detail() {
    return detail;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-LAKE-FORBIDDEN",
            "the lake refuses to be read: " + location + (detail.isEmpty() ? "" : ": " + detail),
            "check the address, and that it may be read without credentials",
            "check the proxy between here and the lake"));
  }
}
