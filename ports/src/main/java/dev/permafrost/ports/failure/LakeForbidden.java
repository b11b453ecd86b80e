package dev.permafrost.ports.failure;

import java.util.Optional;

/**
 * Thrown if the lake refuses access: it asks for credentials, rejects the request as invalid, or
 * redirects to another host. Trying again would not help.
 */
public final class LakeForbidden extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final int status;
  private final String detail;
  private final String advice;

  /**
   * Creates the failure.
   *
   * @param location what was asked, without secrets
   * @param status the HTTP status, 0 if there is none
   */
  public LakeForbidden(String location, int status) {
    this(location, status, "");
  }

  /**
   * Creates the failure.
   *
   * @param location what was asked, without secrets
   * @param status the HTTP status, 0 if there is none
   * @param detail more about the reason, without secrets; may be empty
   */
  public LakeForbidden(String location, int status, String detail) {
    this(location, status, detail, "");
  }

  /**
   * Creates the failure.
   *
   * @param location what was asked, without secrets
   * @param status the HTTP status, 0 if there is none
   * @param detail more about the reason, without secrets; may be empty
   * @param advice what the operator can do about it; empty for the general advice
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

  /** More about the reason, without secrets; may be empty. */
  public String detail() {
    return detail;
  }

  /** What the operator can do about it; empty for the general advice. */
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
