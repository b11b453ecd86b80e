package dev.permafrost.ports.failure;

import java.time.Duration;

/**
 * Thrown if a view was open for longer than allowed, so that its chunks may have been removed. The
 * caller can open another one.
 */
public final class ViewExpired extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final Duration limit;

  /**
   * Creates the failure.
   *
   * @param limit how long a view may be open
   */
  public ViewExpired(Duration limit) {
    super(
        "the view is older than " + limit.toSeconds() + " s: open another one",
        null,
        Remedy.TRY_LATER);
    this.limit = limit;
  }

  /** How long a view may be open. */
  public Duration limit() {
    return limit;
  }
}
