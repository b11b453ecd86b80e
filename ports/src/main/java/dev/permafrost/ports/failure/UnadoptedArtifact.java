package dev.permafrost.ports.failure;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file stands where an artifact belongs, and the catalog has no key of it (docs/protocol.md, "The
 * last copy"). No crash leaves that behind, except one of an adoption: a catalog was restored, or
 * files were copied. The file may be the last copy of its ledgers, so it is never unlinked or
 * written over. Nothing was changed.
 */
public final class UnadoptedArtifact extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final transient ArtifactKind kind;
  private final String path;
  private final boolean isWhole;

  /**
   * Makes one of its facts.
   *
   * @param chunk the chunk
   * @param kind the kind
   * @param path the file
   * @param isWhole whether it is a pack of the chunk that opens; what its ledgers are worth was not
   *     looked at
   */
  public UnadoptedArtifact(ChunkId chunk, ArtifactKind kind, String path, boolean isWhole) {
    super(
        "chunk "
            + chunk
            + ": "
            + path
            + wholeness(kind, isWhole)
            + " has no key in the catalog, and is not written over",
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
                + " stands where the "
                + kind
                + " of chunk "
                + chunk
                + " belong, and the catalog has no key of it"
                + (isWhole ? ": it is a whole pack, and may be the last copy" : ""),
            steps));
  }
}
