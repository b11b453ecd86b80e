package dev.permafrost.ports.failure;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if files cannot be read or written at the moment, for a reason that is neither damage nor
 * a permission: too many open files, an I/O error. A restart may help.
 */
public final class StorageUnavailable extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String action;

  /**
   * Creates the failure.
   *
   * @param path what was accessed
   * @param action what was tried
   * @param cause the exception that was translated, or null
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
