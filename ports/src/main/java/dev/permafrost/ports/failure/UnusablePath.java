package dev.permafrost.ports.failure;

/** A path that cannot be what is meant, or cannot be said to all that has to use it. */
public final class UnusablePath extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** What is wrong with a path. */
  public enum Problem {
    /** It has a character that the locale, or a native library, cannot say. */
    CHARACTER,
    /** A name in it, or all of it, is longer than the operating system takes. */
    TOO_LONG,
    /** Symbolic links on the way lead back to themselves. */
    LOOP
  }

  private final String path;
  private final Problem problem;
  private final String detail;

  /**
   * Makes one of its facts.
   *
   * @param path the path, as far as it can be said
   * @param problem what is wrong with it
   * @param detail the character, the name, or the link
   */
  public UnusablePath(String path, Problem problem, String detail) {
    super("the path " + path + " cannot be used: " + detail, null, Remedy.CHANGE_REQUEST);
    this.path = path;
    this.problem = problem;
    this.detail = detail;
  }

  /** The path, as far as it can be said. */
  public String path() {
    return path;
  }

  /** What is wrong with it. */
  public Problem problem() {
    return problem;
  }

  /** The character, the name, or the link. */
  public String detail() {
    return detail;
  }
}
