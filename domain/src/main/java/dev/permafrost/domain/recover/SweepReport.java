package dev.permafrost.domain.recover;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Optional;
import java.util.Set;

/**
 * The result for one chunk's removals.
 *
 * @param chunk the chunk
 * @param removed the kinds whose files and keys are gone
 * @param skipped the kinds that were frozen or rewritten in the meantime, and were left alone
 * @param waiting the kinds that an open view may read; a sweep after the view is closed removes
 *     them
 * @param failure why it was not finished, if it was not; the next sweep continues
 */
public record SweepReport(
    ChunkId chunk,
    Set<ArtifactKind> removed,
    Set<ArtifactKind> skipped,
    Set<ArtifactKind> waiting,
    Optional<StorageFailure> failure) {

  /** Copies the sets. */
  public SweepReport {
    removed = Set.copyOf(removed);
    skipped = Set.copyOf(skipped);
    waiting = Set.copyOf(waiting);
  }

  /** The result for a chunk that no view holds. */
  public SweepReport(
      ChunkId chunk,
      Set<ArtifactKind> removed,
      Set<ArtifactKind> skipped,
      Optional<StorageFailure> failure) {
    this(chunk, removed, skipped, Set.of(), failure);
  }

  static SweepReport waitsForView(
      ChunkId chunk, Set<ArtifactKind> waiting, Set<ArtifactKind> skipped) {
    return new SweepReport(chunk, Set.of(), skipped, waiting, Optional.empty());
  }
}
