package dev.permafrost.domain.recover;

import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.read.OpenViews;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives up old chunks: the retention of a store (docs/protocol.md, "Pruning"). Thread-safe.
 *
 * <p>The floor is raised durably before anything is given up, and never lowered. After a crash the
 * next call finishes the work.
 */
public final class Pruning {

  private final Catalog catalog;
  private final HotChunks hot;
  private final Sweep sweep;
  private final OpenViews views;
  private final Attempts attempts;

  /** Creates the pruning of a store. */
  public Pruning(Catalog catalog, HotChunks hot, Sweep sweep, OpenViews views, Attempts attempts) {
    this.catalog = catalog;
    this.hot = hot;
    this.sweep = sweep;
    this.views = views;
    this.attempts = attempts;
  }

  /**
   * Gives up every chunk that ends below a ledger: its artifacts, and its hot database even if it
   * is the only copy or already lost. From then on, ingesting and freezing below the floor are
   * refused.
   *
   * <p>Chunks that an open view may read are marked and left; a later call removes them. A failure
   * of one chunk does not stop the others.
   *
   * @param ledger the floor, rounded down to the first ledger of its chunk; one below the store's
   *     floor changes nothing, and finishes pending work
   * @param cancel checked between chunks
   * @return one report for each chunk below the floor
   * @throws OutOfRange if there is no such ledger, or it lies after the next chunk to come: such a
   *     floor could never be lowered, and would exclude that chunk; nothing has changed
   * @throws StorageFailure if the floor cannot be raised; nothing was given up
   */
  public List<PruningReport> below(long ledger, CancelToken cancel) {
    requireNotBehindWhatComesNext(ledger);
    catalog.raiseEarliestLedger(catalog.geometry().first(catalog.geometry().chunkOf(ledger)));
    return finish(cancel);
  }

  /**
   * Gives up what is left below the store's floor: what a crash cut short, or an open view held.
   *
   * @param cancel looked at between chunks
   * @return as for {@link #below}
   */
  public List<PruningReport> finish(CancelToken cancel) {
    List<PruningReport> reports = new ArrayList<>();
    for (ChunkRow row : catalog.scan().rows()) {
      if (catalog.isBelowFloor(row.chunk())) {
        cancel.throwIfCancelled();
        reports.add(giveUpReporting(row.chunk()));
      }
    }
    return reports;
  }

  /** In a store without chunks the floor says where it will start, and may be anywhere. */
  private void requireNotBehindWhatComesNext(long ledger) {
    Geometry geometry = catalog.geometry();
    ChunkId chunk = geometry.chunkOf(ledger);
    List<ChunkRow> rows = catalog.scan().rows();
    if (rows.isEmpty() || geometry.first(chunk) <= catalog.earliestLedger().orElse(0)) {
      return;
    }
    int highest = rows.get(rows.size() - 1).chunk().value();
    if (chunk.value() - 1 > highest) {
      long largest = geometry.last(geometry.chunk(highest + 1L));
      throw new OutOfRange("the floor", ledger, Geometry.FIRST_LEDGER, largest);
    }
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
