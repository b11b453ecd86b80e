package dev.permafrost.app.follow;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.recover.PruningReport;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Settles the chunks below the live one: freezes each, from its hot data or from the lake, discards
 * its hot data, and prunes chunks below the retention. Runs in parallel with live ingestion, on its
 * own thread.
 */
final class Settler {

  private final Store store;
  private final Set<ArtifactKind> kinds;
  private final FollowPlan plan;
  private final Room room;
  private final Consumer<String> log;
  private final Geometry geometry;
  private int settledBelow;
  private boolean begun;

  Settler(Store store, Set<ArtifactKind> kinds, FollowPlan plan, Room room, Consumer<String> log) {
    this.room = room;
    this.store = store;
    this.kinds = new TreeSet<>(kinds);
    this.plan = plan;
    this.log = log;
    this.geometry = store.catalog().geometry();
  }

  /**
   * Settles all chunks that need it, once. Finished chunks are skipped.
   *
   * @param live the live chunk; all chunks below it are complete in the lake
   */
  void settle(ChunkId live, CancelToken cancel) {
    ChunkId kept =
        new ChunkId(Math.max(0, live.value() - plan.retainChunks().orElse(live.value())));
    boolean prunesFirst = isReadableFrom(kept);
    if (prunesFirst) {
      prune(kept, cancel);
    }
    int lowest = Math.max(kept.value(), begun ? settledBelow : lowest(live));
    begun = true;
    settledBelow = lowest;
    for (int number = lowest; number < live.value(); number++) {
      cancel.throwIfCancelled();
      boolean settled = settle(new ChunkId(number), live, cancel);
      if (settled && number == settledBelow) {
        settledBelow++;
      }
    }
    if (!prunesFirst) {
      prune(kept, cancel);
    }
  }

  /**
   * Whether pruning leaves anything readable: a store that is far behind is not emptied before it
   * has newer ledgers.
   */
  private boolean isReadableFrom(ChunkId kept) {
    return store.reads().latest().orElse(0) >= geometry.first(kept);
  }

  /**
   * The first chunk to hold: the requested one, otherwise the lowest existing one; never below the
   * floor.
   */
  private int lowest(ChunkId live) {
    int floor =
        store.catalog().earliestLedger().isPresent()
            ? geometry.chunkOf(store.catalog().earliestLedger().getAsLong()).value()
            : 0;
    int asked =
        plan.from()
            .or(() -> store.catalog().scan().rows().stream().findFirst().map(ChunkRow::chunk))
            .map(ChunkId::value)
            .orElse(live.value());
    return Math.max(floor, asked);
  }

  /** Returns whether nothing is left to do for the chunk. */
  private boolean settle(ChunkId chunk, ChunkId live, CancelToken cancel) {
    if (store.catalog().isBelowFloor(chunk)) {
      return true;
    }
    ChunkRow row = store.catalog().row(chunk);
    boolean isHot = row.hot() != HotState.ABSENT;
    boolean stays =
        isHot && chunk.value() >= live.value() - plan.freezeBehind() && isWholeInHot(chunk);
    if (stays) {
      return false;
    }
    if (!row.kindsIn(ArtifactState.FROZEN).containsAll(kinds)) {
      room.requireForPack(chunk);
      store.freezer().processChunk(chunk, kinds, cancel);
      log.accept("chunk " + chunk + " is frozen");
    }
    if (isHot) {
      store.hot().discardHotDBForChunk(chunk);
    }
    return true;
  }

  private boolean isWholeInHot(ChunkId chunk) {
    return store
        .hot()
        .look(chunk, reader -> reader.highest().orElse(0) == geometry.last(chunk))
        .orElse(false);
  }

  private void prune(ChunkId lowestKept, CancelToken cancel) {
    if (plan.retainChunks().isEmpty()) {
      return;
    }
    for (PruningReport report : store.pruning().below(geometry.first(lowestKept), cancel)) {
      if (report.failure().isPresent()) {
        StorageFailure failure = report.failure().get();
        log.accept("chunk " + report.chunk() + " is not pruned yet: " + failure.getMessage());
      } else if (report.isGone()) {
        log.accept("chunk " + report.chunk() + " is pruned");
      }
    }
  }
}
