package dev.permafrost.prove.workload;

import dev.permafrost.app.follow.FollowPlan;
import dev.permafrost.app.follow.Follower;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.recover.Recovery;
import dev.permafrost.domain.recover.SweepReport;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.threads.SystemTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/**
 * Work on a store: ingest, freeze and discard each of a few chunks; give one up on purpose, and
 * begin again with it. Where it goes on is read from the store alone, so that it can be ended
 * anywhere. One thread.
 */
public final class Workload {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  private final Store store;
  private final Chain chain;
  private final WorkloadEvents events;

  /**
   * Work on an open store.
   *
   * @param events told before each step what it is
   */
  public Workload(Store store, Chain chain, WorkloadEvents events) {
    this.store = store;
    this.chain = chain;
    this.events = events;
  }

  /** The chunks that the store may hold: those that are not below its floor. */
  public List<ChunkId> chunks() {
    return chain.chunks().stream().filter(chunk -> !store.catalog().isBelowFloor(chunk)).toList();
  }

  /**
   * Some of everything: follows the lake or not, brings all chunks to their end, and gives one up.
   * Called again and again, it never ends.
   *
   * @param lake the store's
   */
  public void someWork(PacedLake lake, Random random) {
    if (random.nextBoolean()) {
      followFromSomewhere(lake, random);
    }
    settle();
    ChunkId chunk = chunks().get(random.nextInt(chunks().size()));
    giveUp(chunk);
    if (random.nextBoolean()) {
      // Hot data too, while nothing else holds these ledgers.
      ingestUpTo(chunk, chain.halfOf(chunk));
      giveUp(chunk);
    }
  }

  /** Follows what is there already, or from some chunk on all once more. */
  public void followFromSomewhere(PacedLake lake, Random random) {
    int from = random.nextInt(chunks().size());
    if (random.nextBoolean()) {
      chunks().subList(from, chunks().size()).forEach(this::giveUp);
    }
    long first = chain.geometry().first(chunks().get(from));
    follow(lake, first + random.nextInt(chain.geometry().ledgersPerChunk()));
  }

  /** Finishes what was left half removed. */
  public void sweep() {
    events.enter(Phase.REMOVING);
    for (SweepReport report : store.sweep().sweepAll(CancelToken.NEVER)) {
      if (report.failure().isPresent()) {
        throw report.failure().get();
      }
    }
  }

  /** Ingests, freezes and discards until each chunk is a pack and nothing else. */
  public void settle() {
    chunks()
        .forEach(
            chunk -> {
              ingest(chunk);
              freeze(chunk);
              discard(chunk);
            });
  }

  /**
   * Brings each chunk to the same end, of which nothing is stored without a hot database between.
   */
  public void settleFromTheLake() {
    for (ChunkId chunk : chunks()) {
      ChunkRow row = store.catalog().row(chunk);
      if (row.hot() == HotState.TRANSIENT && row.state() != ChunkState.FROZEN) {
        finishGivingUp(chunk);
      }
      if (row.hot() == HotState.READY) {
        ingest(chunk);
      }
      freeze(chunk);
      discard(chunk);
    }
  }

  /**
   * Follows a lake to the same end, live from its tip on.
   *
   * @param lake the store's
   * @param tip what the lake ends with at first
   */
  public void follow(PacedLake lake, long tip) {
    chunks().stream().filter(this::isHalfGivenUp).forEach(this::finishGivingUp);
    events.enter(Phase.FOLLOWING);
    CancelSource cancel = new CancelSource();
    lake.endWith(
        tip,
        () -> {
          if (chunks().stream().allMatch(this::isSettled)) {
            cancel.cancel();
          }
        });
    FollowPlan plan =
        new FollowPlan(Optional.of(chunks().get(0)), OptionalInt.empty(), 0, Duration.ofMillis(1));
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
  public void ingest(ChunkId chunk) {
    ChunkRow row = store.catalog().row(chunk);
    if (row.state() != ChunkState.FROZEN) {
      if (row.hot() == HotState.TRANSIENT) {
        finishGivingUp(chunk);
      }
      ingestUpTo(chunk, chain.halfOf(chunk));
      ingestUpTo(chunk, chain.geometry().last(chunk));
    }
  }

  /** Ingests a chunk up to a ledger. */
  public void ingestUpTo(ChunkId chunk, long last) {
    events.enter(Phase.OPENING);
    store
        .ingest()
        .ingest(chunk, OptionalLong.of(last), chain.source(), Optional.empty(), CancelToken.NEVER);
  }

  /** Freezes a chunk, unless it is frozen. */
  public void freeze(ChunkId chunk) {
    if (store.catalog().row(chunk).state() != ChunkState.FROZEN) {
      events.enter(Phase.FREEZING);
      store.freezer().processChunk(chunk, LEDGERS, CancelToken.NEVER);
    }
  }

  /** Discards the hot database of a chunk, if there is one. */
  public void discard(ChunkId chunk) {
    if (store.catalog().row(chunk).hot() != HotState.ABSENT) {
      events.enter(Phase.DISCARDING);
      store.hot().discardHotDBForChunk(chunk);
    }
  }

  /** Gives up all that is stored of a chunk. */
  public void giveUp(ChunkId chunk) {
    events.enter(Phase.REMOVING);
    ChunkRow row = store.catalog().row(chunk);
    Recovery.Plan plan = store.recovery().plan(Set.of(chunk), row.hot() == HotState.READY, LEDGERS);
    events.givesUp(chunk);
    store.recovery().carryOut(plan);
    sweep();
    finishGivingUp(chunk);
  }

  /** What was given up and still holds ledgers is wiped by nothing else. */
  private void finishGivingUp(ChunkId chunk) {
    store.hot().discardLosingTheOnlyCopy(chunk);
  }
}
