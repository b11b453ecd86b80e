package dev.permafrost.ports.failure;

/**
 * What was to be moved stands in another file system than the place that it was to be moved to. It
 * can be copied. Nothing was changed.
 */
public final class NotMovable extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String from;
  private final String to;

  /**
   * Makes one of its facts.
   *
   * @param from what was to be moved
   * @param to where to
   */
  public NotMovable(String from, String to) {
    super(
        from + " cannot be moved to " + to + ", which is in another file system: copy it",
        null,
        Remedy.CHANGE_REQUEST);
    this.from = from;
    this.to = to;
  }

  /** What was to be moved. */
  public String from() {
    return from;
  }

  /** Where to. */
  public String to() {
    return to;
  }
}
