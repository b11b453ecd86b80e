package dev.permafrost.domain.recover;

import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.read.OpenViews;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives up old chunks: the retention of a store (docs/protocol.md, "Pruning"). Safe for several
 * threads.
 *
 * <p>The floor is raised durably before anything is given up, and never lowered. A crash anywhere
 * leaves what the next call finishes.
 */
public final class Pruning {

  private final Catalog catalog;
  private final HotChunks hot;
  private final Sweep sweep;
  private final OpenViews views;
  private final Attempts attempts;

  /** A pruning of a store. */
  public Pruning(Catalog catalog, HotChunks hot, Sweep sweep, OpenViews views, Attempts attempts) {
    this.catalog = catalog;
    this.hot = hot;
    this.sweep = sweep;
    this.views = views;
    this.attempts = attempts;
  }

  /**
   * Gives up every chunk that ends below a ledger: its artifacts, and its hot database even where
   * it is the only copy or lost already. Ingesting and freezing below the floor are refused from
   * then on.
   *
   * <p>What an open view may read is marked and left; a later call removes it. One chunk that fails
   * does not keep the others.
   *
   * @param ledger the floor, rounded down to the first ledger of its chunk; a lower one than the
   *     store has changes nothing, and finishes what is due
   * @param cancel looked at between chunks
   * @return one report a chunk that lay below the floor
   * @throws dev.permafrost.ports.failure.OutOfRange if there is no such ledger
   * @throws StorageFailure if the floor cannot be raised; nothing was given up
   */
  public List<PruningReport> below(long ledger, CancelToken cancel) {
    catalog.raiseEarliestLedger(catalog.geometry().first(catalog.geometry().chunkOf(ledger)));
    List<PruningReport> reports = new ArrayList<>();
    for (ChunkRow row : catalog.scan().rows()) {
      if (catalog.isBelowFloor(row.chunk())) {
        cancel.throwIfCancelled();
        reports.add(giveUpReporting(row.chunk()));
      }
    }
    return reports;
  }

  private PruningReport giveUpReporting(ChunkId chunk) {
    try {
      return giveUp(chunk);
    } catch (StorageFailure e) {
      return new PruningReport(chunk, false, false, Optional.of(e));
    }
  }

  private PruningReport giveUp(ChunkId chunk) {
    attempts.holding(
        chunk,
        () -> {
          catalog.giveUpArtifacts(chunk);
          return chunk;
        });
    if (views.hold(chunk)) {
      views.tellHold(chunk, attempts.events());
      return new PruningReport(chunk, false, true, Optional.empty());
    }
    ChunkRow row = catalog.row(chunk);
    SweepReport swept = sweep.sweep(chunk, row.kindsIn(ArtifactState.PRUNING));
    if (row.hot() != HotState.ABSENT) {
      hot.discardBelowFloor(chunk);
    }
    return new PruningReport(
        chunk, swept.waiting().isEmpty(), !swept.waiting().isEmpty(), swept.failure());
  }
}
