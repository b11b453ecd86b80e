package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Thrown if a directory exists at the place of a chunk's hot database, but the catalog has no key
 * for it, or says {@code transient} although the directory holds ledgers. A catalog was restored, a
 * tree was copied, or a discard was interrupted. The directory may hold acknowledged ledgers, so it
 * is never removed. Nothing was changed.
 */
public final class UnadoptedHotData extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;
  private final boolean hasKey;
  private final boolean isAdoptable;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param path the directory
   * @param hasKey whether the catalog says {@code transient}; otherwise it has no key
   * @param isAdoptable whether it has a database and a valid witness of this chunk; its content was
   *     not checked
   */
  public UnadoptedHotData(ChunkId chunk, String path, boolean hasKey, boolean isAdoptable) {
    super(
        "chunk "
            + chunk
            + ": the hot directory "
            + path
            + " is not ready in the catalog, may hold ledgers, and is not wiped",
        null,
        Remedy.OPERATOR);
    this.chunk = chunk;
    this.path = path;
    this.hasKey = hasKey;
    this.isAdoptable = isAdoptable;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** The directory. */
  public String path() {
    return path;
  }

  /** Whether the catalog says {@code transient}; otherwise it has no key. */
  public boolean hasKey() {
    return hasKey;
  }

  /** Whether it has a database and a valid witness of this chunk. */
  public boolean isAdoptable() {
    return isAdoptable;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    List<OperatorStep> steps = new ArrayList<>();
    steps.add(
        new OperatorStep.ByHand(
            "find out whether the catalog was restored from an older copy, or files were copied"
                + " here; if the catalog lost keys, restore it"));
    if (isAdoptable) {
      steps.add(new OperatorStep.AdoptHot(chunk));
    }
    steps.add(new OperatorStep.ByHand("or move " + path + " elsewhere"));
    steps.add(
        hasKey
            ? new OperatorStep.LoseUnfrozen(chunk)
            : new OperatorStep.RemoveOrphans(chunk, false, true));
    return Optional.of(
        new OperatorNotice(
            "PF-ORPHAN-HOT",
            "the hot directory "
                + path
                + " of chunk "
                + chunk
                + " is not ready in the catalog: it may hold acknowledged ledgers",
            steps));
  }
}
