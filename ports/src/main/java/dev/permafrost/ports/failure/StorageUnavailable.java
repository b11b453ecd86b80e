package dev.permafrost.ports.failure;

import org.jspecify.annotations.Nullable;

/**
 * Files cannot be read or written now, for a reason that is neither damage nor a permission: too
 * many open files, an I/O error. A restart may help.
 */
public final class StorageUnavailable extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String action;

  /**
   * Makes one of its facts.
   *
   * @param path what was accessed
   * @param action what was tried
   * @param cause what it was translated from, if anything
   */
  public StorageUnavailable(String path, String action, @Nullable Throwable cause) {
    super("cannot " + action + " " + path + " now", cause, Remedy.TRY_LATER);
    this.path = path;
    this.action = action;
  }

  /** What was accessed. */
  public String path() {
    return path;
  }

  /** What was tried. */
  public String action() {
    return action;
  }
}
