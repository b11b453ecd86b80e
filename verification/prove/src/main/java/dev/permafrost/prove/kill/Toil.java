package dev.permafrost.prove.kill;

import dev.permafrost.app.follow.FollowPlan;
import dev.permafrost.app.follow.Follower;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.recover.Recovery;
import dev.permafrost.domain.recover.SweepReport;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.ForgedSource;
import dev.permafrost.threads.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The work on a store that never ends: ingest, freeze and discard each of a few chunks; give one up
 * on purpose, and begin again with it. Where it goes on is read from the store alone, so that it
 * can be cut off anywhere.
 */
final class Toil {

  /** Chunks long enough for a witness to matter, and short enough for all to happen in a second. */
  static final Geometry GEOMETRY = new Geometry(24);

  private static final List<ChunkId> CHUNKS = IntStream.range(0, 3).mapToObj(ChunkId::new).toList();
  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  private final Store store;
  private final ForgedSource source;
  private final Consumer<Phase> phases;

  /**
   * Work on an open store.
   *
   * @param phases told before each step what it is
   */
  Toil(Store store, ForgedSource source, Consumer<Phase> phases) {
    this.store = store;
    this.source = source;
    this.phases = phases;
  }

  /** The chunks. */
  static List<ChunkId> chunks() {
    return CHUNKS;
  }

  /** The ledgers of all the chunks. */
  static ForgedSource ledgers() {
    return ForgedSource.of(
        new LedgerRange(
            GEOMETRY.first(CHUNKS.get(0)), GEOMETRY.last(CHUNKS.get(CHUNKS.size() - 1))));
  }

  /** Finishes what was left half removed. */
  void sweep() {
    phases.accept(Phase.REMOVING);
    for (SweepReport report : store.sweep().sweepAll(CancelToken.NEVER)) {
      if (report.failure().isPresent()) {
        throw report.failure().get();
      }
    }
  }

  /** Ingests, freezes and discards until each chunk is a pack and nothing else. */
  void settle() {
    CHUNKS.forEach(
        chunk -> {
          ingest(chunk);
          freeze(chunk);
          discard(chunk);
        });
  }

  /**
   * Follows a lake to the same end, live from its tip on.
   *
   * @param lake the store's
   * @param tip what the lake ends with at first
   */
  void follow(PacedLake lake, long tip) {
    CHUNKS.stream().filter(this::isHalfGivenUp).forEach(this::finishGivingUp);
    phases.accept(Phase.FOLLOWING);
    CancelSource cancel = new CancelSource();
    lake.endWith(
        tip,
        () -> {
          if (CHUNKS.stream().allMatch(this::isSettled)) {
            cancel.cancel();
          }
        });
    FollowPlan plan =
        new FollowPlan(Optional.of(CHUNKS.get(0)), OptionalInt.empty(), 0, Duration.ofMillis(1));
    new Follower(store, LEDGERS, lake, plan, new SystemTime(), line -> {}).run(cancel.token());
  }

  /** Nothing that is made or discarded looks so: its ledgers are nowhere else. */
  private boolean isHalfGivenUp(ChunkId chunk) {
    ChunkRow row = store.catalog().row(chunk);
    return row.hot() == HotState.TRANSIENT
        && row.artifact(ArtifactKind.LEDGERS) != ArtifactState.FROZEN
        && store.hot().holdsLedgers(chunk);
  }

  private boolean isSettled(ChunkId chunk) {
    ChunkRow row = store.catalog().row(chunk);
    return row.hot() == HotState.ABSENT && row.state() == ChunkState.FROZEN;
  }

  /** Fills a chunk in two goes, the second of which opens what the first one made. */
  private void ingest(ChunkId chunk) {
    ChunkRow row = store.catalog().row(chunk);
    if (row.state() != ChunkState.FROZEN) {
      if (row.hot() == HotState.TRANSIENT) {
        finishGivingUp(chunk);
      }
      ingestUpTo(chunk, halfOf(chunk));
      ingestUpTo(chunk, GEOMETRY.last(chunk));
    }
  }

  static long halfOf(ChunkId chunk) {
    return GEOMETRY.first(chunk) + GEOMETRY.ledgersPerChunk() / 2 - 1;
  }

  void ingestUpTo(ChunkId chunk, long last) {
    phases.accept(Phase.OPENING);
    store
        .ingest()
        .ingest(chunk, OptionalLong.of(last), source, Optional.empty(), CancelToken.NEVER);
  }

  private void freeze(ChunkId chunk) {
    if (store.catalog().row(chunk).state() != ChunkState.FROZEN) {
      phases.accept(Phase.FREEZING);
      store.freezer().processChunk(chunk, LEDGERS, CancelToken.NEVER);
    }
  }

  private void discard(ChunkId chunk) {
    if (store.catalog().row(chunk).hot() != HotState.ABSENT) {
      phases.accept(Phase.DISCARDING);
      store.hot().discardHotDBForChunk(chunk);
    }
  }

  /** Gives up all that is stored of a chunk. */
  void giveUp(ChunkId chunk, Consumer<ChunkId> toldBefore) {
    phases.accept(Phase.REMOVING);
    ChunkRow row = store.catalog().row(chunk);
    Recovery.Plan plan = store.recovery().plan(Set.of(chunk), row.hot() == HotState.READY, LEDGERS);
    toldBefore.accept(chunk);
    store.recovery().carryOut(plan);
    sweep();
    finishGivingUp(chunk);
  }

  /** What was given up and still holds ledgers is wiped by nothing else. */
  private void finishGivingUp(ChunkId chunk) {
    store.hot().discardLosingTheOnlyCopy(chunk);
  }
}
