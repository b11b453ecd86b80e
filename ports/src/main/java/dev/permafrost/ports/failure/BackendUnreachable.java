package dev.permafrost.ports.failure;

import org.jspecify.annotations.Nullable;

/**
 * The backend could not be reached or did not answer usefully, after the retries that make sense.
 */
public final class BackendUnreachable extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final String reason;

  /**
   * Makes one of its facts.
   *
   * @param location what was asked, without secrets
   * @param reason what went wrong
   * @param cause what it was translated from, if anything
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
