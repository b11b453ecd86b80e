package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A file system cannot do something that a store needs. Another one can. */
public final class UnfitFileSystem extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** What a file system cannot do. */
  public enum Lack {
    /** Make the entries of a directory durable. */
    DIRECTORY_SYNC("sync directories", "so that nothing on it is sure to survive a power cut"),
    /** Make the content of a file durable. */
    FILE_SYNC("sync files", "so that nothing on it is sure to survive a power cut"),
    /** Give a file a second name. */
    HARD_LINKS("make hard links", "without which a file could be written over");

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
   * Makes one of its facts.
   *
   * @param path where it was tried
   * @param lack what it cannot do
   * @param cause what it was translated from, if anything
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

  /** What it cannot do. */
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
