package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown if a volume is full (bytes or files), or a quota is used up. */
public final class NoSpace extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** The resource that has run out. */
  public enum Shortage {
    /** Bytes: the volume is full. */
    BYTES("no space left", "free space on the volume of "),
    /** Files: bytes are left, but no inodes. */
    FILES("no files left, though there is space", "remove files, or add inodes, on the volume of "),
    /** The quota is used up. */
    QUOTA(
        "the quota is used up",
        "free some space that counts against the quota, or have the quota raised, on the volume"
            + " of "),
    /** The system reported that there is no space, but a later check found some. */
    UNTOLD(
        "no space left a moment ago", "look at space, inodes (df -i) and quotas on the volume of ");

    private final String words;
    private final String step;

    Shortage(String words, String step) {
      this.words = words;
      this.step = step;
    }
  }

  private final String path;
  private final String action;
  private final Shortage shortage;

  /**
   * Creates the failure for a volume that has no bytes left.
   *
   * @param path what was written
   * @param action what was tried
   * @param cause the exception that was translated, or null
   */
  public NoSpace(String path, String action, @Nullable Throwable cause) {
    this(path, action, Shortage.BYTES, cause);
  }

  /**
   * Creates the failure.
   *
   * @param path what was written
   * @param action what was tried
   * @param shortage the resource that has run out
   * @param cause the exception that was translated, or null
   */
  public NoSpace(String path, String action, Shortage shortage, @Nullable Throwable cause) {
    super(shortage.words + ": " + action + " " + path, cause, Remedy.OPERATOR);
    this.path = path;
    this.action = action;
    this.shortage = shortage;
  }

  /** What was written. */
  public String path() {
    return path;
  }

  /** What was tried. */
  public String action() {
    return action;
  }

  /** The resource that has run out. */
  public Shortage shortage() {
    return shortage;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-NO-SPACE",
            shortage.words + " to " + action + " " + path,
            shortage.step + path + "; nothing was frozen and nothing is lost",
            "run the command again"));
  }
}
