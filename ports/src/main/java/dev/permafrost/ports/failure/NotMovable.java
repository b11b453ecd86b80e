package dev.permafrost.ports.failure;

/**
 * Thrown if a file cannot be moved to its place: it is in another file system, or the file system
 * has no hard links. It can be copied instead.
 */
public final class NotMovable extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String from;
  private final String to;

  /**
   * Creates the failure.
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
   * Creates the failure for a file system that refused a hard link.
   *
   * @param from what was to be moved
   * @param to where to
   * @param cause the exception from the file system
   */
  public NotMovable(String from, String to, Throwable cause) {
    super(
        from
            + " cannot be given the name "
            + to
            + " as well: the file system has no hard links, or they are in different file systems:"
            + " copy it",
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
