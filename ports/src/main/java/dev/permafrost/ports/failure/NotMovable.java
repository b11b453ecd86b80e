package dev.permafrost.ports.failure;

/**
 * What was to be moved cannot have the name of the place that it was to be moved to: it stands in
 * another file system, or in one that gives no file two names. It can be copied.
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

  /**
   * Makes one of its facts, of a file system that refused to give a second name.
   *
   * @param from what was to be moved
   * @param to where to
   * @param cause what it refused with
   */
  public NotMovable(String from, String to, Throwable cause) {
    super(
        from
            + " cannot be given the name "
            + to
            + " as well: this file system has no hard links, or that is in another one: copy it",
        cause,
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
