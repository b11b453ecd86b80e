package dev.permafrost.ports.failure;

/**
 * Thrown for a path that cannot be used: the operating system, the locale or a native library
 * cannot represent it.
 */
public final class UnusablePath extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** What is wrong with a path. */
  public enum Problem {
    /** It has a character that the locale or a native library cannot represent. */
    CHARACTER,
    /** A name in it, or the whole path, is longer than the operating system allows. */
    TOO_LONG,
    /** A symbolic link in it leads back to itself. */
    LOOP
  }

  private final String path;
  private final Problem problem;
  private final String detail;

  /**
   * Creates the failure.
   *
   * @param path the path, as far as it can be represented
   * @param problem what is wrong with it
   * @param detail the character, the name, or the link
   */
  public UnusablePath(String path, Problem problem, String detail) {
    super("the path " + path + " cannot be used: " + detail, null, Remedy.CHANGE_REQUEST);
    this.path = path;
    this.problem = problem;
    this.detail = detail;
  }

  /** The path, as far as it can be represented. */
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
