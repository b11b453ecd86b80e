package dev.permafrost.ports.failure;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Thrown if the catalog says that an artifact is frozen, but its file does not exist. It is never a
 * reason to download.
 */
public final class MissingArtifact extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final transient ArtifactKind kind;
  private final String path;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param kind the kind
   * @param path where the file should be
   */
  public MissingArtifact(ChunkId chunk, ArtifactKind kind, String path) {
    super(
        "chunk " + chunk + ": " + kind + " is frozen, but there is no file " + path,
        null,
        Remedy.OPERATOR);
    this.chunk = chunk;
    this.kind = kind;
    this.path = path;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** The kind. */
  public ArtifactKind kind() {
    return kind;
  }

  /** Where the file should be. */
  public String path() {
    return path;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        new OperatorNotice(
            "PF-ARTIFACT-MISSING",
            "the frozen " + kind + " of chunk " + chunk + " are not at " + path,
            List.of(
                new OperatorStep.ByHand(
                    "check that the cold volume is mounted, and that it is the right one"),
                new OperatorStep.ByHand("restore the file, and run the command again"),
                new OperatorStep.MakeAgain(chunk, Set.of(kind), true, false))));
  }
}
