package dev.permafrost.ports.failure;

import org.jspecify.annotations.Nullable;

/** Thrown if the backend cannot be reached or gives no usable answer, after retries. */
public final class BackendUnreachable extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final String reason;

  /**
   * Creates the failure.
   *
   * @param location what was asked, without secrets
   * @param reason what went wrong
   * @param cause the exception that was translated, or null
   */
  public BackendUnreachable(String location, String reason, @Nullable Throwable cause) {
    super("cannot reach " + location + ": " + reason, cause, Remedy.TRY_LATER);
    this.location = location;
    this.reason = reason;
  }

  /** What was asked, without secrets. */
  public String location() {
    return location;
  }

  /** What went wrong. */
  public String reason() {
    return reason;
  }
}
