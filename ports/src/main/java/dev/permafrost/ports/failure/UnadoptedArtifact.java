package dev.permafrost.ports.failure;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Thrown if a file exists at the path of an artifact, but the catalog has no key for it
 * (docs/protocol.md, "The last copy"). The only crash that leaves such a file is one during an
 * adoption; otherwise a catalog was restored, or files were copied. The file may be the last copy
 * of its ledgers, so it is never unlinked or overwritten. Nothing was changed.
 */
public final class UnadoptedArtifact extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final transient ArtifactKind kind;
  private final String path;
  private final boolean isWhole;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param kind the kind
   * @param path the file
   * @param isWhole whether it is a pack of the chunk that opens; its ledgers were not checked
   */
  public UnadoptedArtifact(ChunkId chunk, ArtifactKind kind, String path, boolean isWhole) {
    super(
        "chunk "
            + chunk
            + ": "
            + path
            + wholeness(kind, isWhole)
            + " has no key in the catalog, and is not overwritten",
        null,
        Remedy.OPERATOR);
    this.chunk = chunk;
    this.kind = kind;
    this.path = path;
    this.isWhole = isWhole;
  }

  private static String wholeness(ArtifactKind kind, boolean isWhole) {
    if (!kind.equals(ArtifactKind.LEDGERS)) {
      return "";
    }
    return isWhole ? " (a whole pack of this chunk)" : " (not a whole pack of this chunk)";
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** The kind. */
  public ArtifactKind kind() {
    return kind;
  }

  /** The file. */
  public String path() {
    return path;
  }

  /** Whether it is a pack of the chunk that opens. */
  public boolean isWhole() {
    return isWhole;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    List<OperatorStep> steps = new ArrayList<>();
    steps.add(
        new OperatorStep.ByHand(
            "find out whether the catalog was restored from an older copy, or files were copied"
                + " here; if the catalog lost keys, restore it"));
    if (isWhole) {
      steps.add(new OperatorStep.AdoptPack(chunk));
    }
    steps.add(new OperatorStep.ByHand("or move " + path + " elsewhere"));
    steps.add(new OperatorStep.RemoveOrphans(chunk, kind.equals(ArtifactKind.LEDGERS), false));
    return Optional.of(
        new OperatorNotice(
            "PF-ORPHAN",
            path
                + " is in the place of the "
                + kind
                + " of chunk "
                + chunk
                + ", and the catalog has no key for it"
                + (isWhole ? ": it is a whole pack, and may be the last copy" : ""),
            steps));
  }
}
