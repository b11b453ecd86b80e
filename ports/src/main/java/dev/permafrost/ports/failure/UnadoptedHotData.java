package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.List;
import java.util.Optional;

/**
 * A directory stands where a chunk's hot database belongs, and the catalog has no key of it. A
 * catalog was restored, or a tree was copied: the directory may hold acknowledged ledgers, so it is
 * never wiped. Nothing was changed.
 */
public final class UnadoptedHotData extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;

  /**
   * Makes one of its facts.
   *
   * @param chunk the chunk
   * @param path the directory
   */
  public UnadoptedHotData(ChunkId chunk, String path) {
    super(
        "chunk "
            + chunk
            + ": the hot directory "
            + path
            + " has no key in the catalog, and is not wiped",
        null,
        Remedy.OPERATOR);
    this.chunk = chunk;
    this.path = path;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** The directory. */
  public String path() {
    return path;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        new OperatorNotice(
            "PF-ORPHAN-HOT",
            "the hot directory "
                + path
                + " of chunk "
                + chunk
                + " has no key in the catalog: it may hold acknowledged ledgers",
            List.of(
                new OperatorStep.ByHand(
                    "find out whether the catalog was restored from an older copy, or files were"
                        + " copied here; if the catalog lost keys, restore it"),
                new OperatorStep.AdoptHot(chunk),
                new OperatorStep.ByHand("or move " + path + " elsewhere"),
                new OperatorStep.RemoveOrphans(chunk, false, true))));
  }
}
