package dev.permafrost.domain.recover;

import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.read.OpenViews;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finishes removals, the reverse of the write protocol: unlinks the files, syncs the directory, and
 * deletes the keys in one batch after reading the states again. Repeating an interrupted sweep ends
 * in the same state.
 */
public final class Sweep {

  private final Catalog catalog;
  private final ArtifactStore artifacts;
  private final OpenViews views;
  private final Attempts attempts;

  /**
   * Creates the sweep of a store's artifacts.
   *
   * @param views files that they may read are left for a later sweep
   */
  public Sweep(Catalog catalog, ArtifactStore artifacts, OpenViews views, Attempts attempts) {
    this.catalog = catalog;
    this.artifacts = artifacts;
    this.views = views;
    this.attempts = attempts;
  }

  /**
   * Finishes every pending removal in the catalog. A failure of one chunk does not stop the others.
   *
   * @param cancel checked between chunks
   * @return one report for each chunk with a pending removal
   */
  public List<SweepReport> sweepAll(CancelToken cancel) {
    List<SweepReport> reports = new ArrayList<>();
    for (ChunkRow row : catalog.scan().rows()) {
      if (!row.kindsIn(ArtifactState.PRUNING).isEmpty()) {
        cancel.throwIfCancelled();
        reports.add(sweepReporting(row.chunk(), row.kindsIn(ArtifactState.PRUNING)));
      }
    }
    return reports;
  }

  private SweepReport sweepReporting(ChunkId chunk, Set<ArtifactKind> listed) {
    try {
      return sweep(chunk, listed);
    } catch (StorageFailure e) {
      return new SweepReport(chunk, Set.of(), Set.of(), Optional.of(e));
    }
  }

  /**
   * Finishes the removal of some kinds of a chunk.
   *
   * @param listed the kinds found to be {@code pruning}, perhaps long ago: the states are read
   *     again, and a kind that is frozen or being rewritten by now is skipped
   */
  public SweepReport sweep(ChunkId chunk, Set<ArtifactKind> listed) {
    return attempts.alone(
        Operation.SWEEP,
        chunk,
        listed,
        tally -> {
          ChunkRow row = catalog.row(chunk);
          Set<ArtifactKind> due = new TreeSet<>(listed);
          due.retainAll(row.kindsIn(ArtifactState.PRUNING));
          Set<ArtifactKind> skipped = new TreeSet<>(listed);
          skipped.removeAll(due);
          skipped.removeIf(kind -> row.artifact(kind) == ArtifactState.ABSENT);
          if (due.isEmpty()) {
            tally.nothingToDo();
            return new SweepReport(chunk, due, skipped, Optional.empty());
          }
          if (views.hold(chunk)) {
            views.tellHold(chunk, attempts.events());
            tally.nothingToDo();
            return SweepReport.waitsForView(chunk, due, skipped);
          }
          remove(chunk, due);
          return new SweepReport(chunk, due, skipped, Optional.empty());
        });
  }

  private void remove(ChunkId chunk, Set<ArtifactKind> due) {
    due.forEach(kind -> artifacts.unlink(kind, chunk));
    due.forEach(kind -> artifacts.makeUnlinkDurable(kind, chunk));
    Set<ArtifactKind> changed = catalog.deletePruned(chunk, due);
    if (!changed.isEmpty()) {
      throw new IllegalStateException(
          "chunk " + chunk + ": " + changed + " changed while it was held for sweeping");
    }
  }
}
