package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown if the operating system denies access. */
public final class PermissionDenied extends StorageFailure {

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
  public PermissionDenied(String path, String action, @Nullable Throwable cause) {
    super("permission denied: " + action + " " + path, cause, Remedy.OPERATOR);
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

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-PERMISSION",
            "no permission to " + action + " " + path,
            "check owner and mode of " + path + ", and whether its volume is mounted read-only"));
  }
}
