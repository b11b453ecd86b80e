package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operating system refuses access. */
public final class PermissionDenied extends StorageFailure {

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
