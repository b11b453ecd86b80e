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
  private final String advice;

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
    this(location, status, detail, "");
  }

  /**
   * Makes one of its facts.
   *
   * @param location what was asked, without secrets
   * @param status the HTTP status, 0 if there is none
   * @param detail what is known beside that, without secrets; empty if nothing is
   * @param advice what its reader can do about it; empty if only the usual is known
   */
  public LakeForbidden(String location, int status, String detail, String advice) {
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
    this.advice = advice;
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

  /** What its reader can do about it; empty if only the usual is known. */
  public String advice() {
    return advice;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    if (!advice.isEmpty()) {
      return Optional.of(
          OperatorNotice.byHand(
              "PF-LAKE-FORBIDDEN",
              "the lake refuses to be read: " + location + ": " + detail,
              advice));
    }
    return Optional.of(
        OperatorNotice.byHand(
            "PF-LAKE-FORBIDDEN",
            "the lake refuses to be read: " + location + (detail.isEmpty() ? "" : ": " + detail),
            "check the address, and that it may be read without credentials",
            "check the proxy between here and the lake"));
  }
}
