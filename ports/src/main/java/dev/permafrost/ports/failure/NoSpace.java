package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A volume is full, or a quota is exceeded. */
public final class NoSpace extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String action;

  /**
   * Makes one of its facts.
   *
   * @param path what was written
   * @param action what was tried
   * @param cause what it was translated from, if anything
   */
  public NoSpace(String path, String action, @Nullable Throwable cause) {
    super("no space left: " + action + " " + path, cause, Remedy.OPERATOR);
    this.path = path;
    this.action = action;
  }

  /** What was written. */
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
            "PF-NO-SPACE",
            "no space left to " + action + " " + path,
            "free space on the volume of " + path + "; nothing was frozen and nothing is lost",
            "run the command again"));
  }
}
