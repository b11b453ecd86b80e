package dev.permafrost.ports.failure;

import java.util.List;
import java.util.Optional;

/**
 * Thrown if a store shares files with a copy by hard links ({@code cp -al}, rsnapshot), and these
 * files are modified in place or appended to: writing to one would change the other. Nothing was
 * written.
 */
public final class SharedFiles extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final List<String> paths;

  /**
   * Creates the failure.
   *
   * @param paths the files that have more than one name; at least one
   */
  public SharedFiles(List<String> paths) {
    super(
        "this store shares files with a copy, and is not opened for writing: "
            + String.join(", ", paths),
        null,
        Remedy.OPERATOR);
    this.paths = List.copyOf(paths);
  }

  /** The files. */
  public List<String> paths() {
    return paths;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-SHARED",
            "this store shares files with a copy by hard links, so that writing to one destroys"
                + " the other: "
                + String.join(", ", paths),
            "copy the catalog root and the hot root with 'cp -a', which copies files and makes no"
                + " links, and put the copies in their place; PERMAFROST of the cold root, too",
            "packs may stay shared: they are never changed",
            "run the command again"));
  }
}
