package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Thrown if a file system lacks a feature that a store needs. Another file system has it. */
public final class UnfitFileSystem extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** The missing feature. */
  public enum Lack {
    /** Make the entries of a directory durable. */
    DIRECTORY_SYNC("sync directories", "so that nothing on it is sure to survive a power cut"),
    /** Make the content of a file durable. */
    FILE_SYNC("sync files", "so that nothing on it is sure to survive a power cut"),
    /** Give a file a second name (hard link). */
    HARD_LINKS("make hard links", "without which a file could be overwritten");

    private final String words;
    private final String consequence;

    Lack(String words, String consequence) {
      this.words = words;
      this.consequence = consequence;
    }
  }

  private final String path;
  private final Lack lack;

  /**
   * Creates the failure.
   *
   * @param path where it was tried
   * @param lack the missing feature
   * @param cause the exception that was translated, or null
   */
  public UnfitFileSystem(String path, Lack lack, @Nullable Throwable cause) {
    super("this file system cannot " + lack.words + ": " + path, cause, Remedy.OPERATOR);
    this.path = path;
    this.lack = lack;
  }

  /** Where it was tried. */
  public String path() {
    return path;
  }

  /** The missing feature. */
  public Lack lack() {
    return lack;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-FILE-SYSTEM",
            "this file system cannot " + lack.words + ", " + lack.consequence + ": " + path,
            "put the root, or the landing, on another file system, such as ext4 or XFS"));
  }
}
