package dev.permafrost.prove.crash;

import static dev.permafrost.prove.crash.Bench.GEOMETRY;
import static dev.permafrost.prove.crash.Bench.ONE;
import static dev.permafrost.prove.crash.Bench.ZERO;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.ingest.Acknowledged;
import dev.permafrost.domain.ingest.LiveIngest;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.domain.recover.PruningReport;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Scenarios of a daemon that drives a store: ledgers pushed one by one, chunks settled behind them,
 * views that stay readable, and what falls below the floor (docs/protocol.md, "Live ingestion",
 * "Reading", "Pruning").
 */
final class LiveScenarios {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);
  private static final ChunkId TWO = new ChunkId(2);
  private static final long FIRST = GEOMETRY.first(ZERO);
  private static final Terms PRUNING = Terms.NONE.pruning();

  /** All of them. */
  static final List<Scenario> ALL =
      List.of(
          new Scenario(
              "live-across-a-border",
              Scenarios::makeStore,
              (store, site) -> push(store, site, GEOMETRY.first(ONE) + 1, false)),
          new Scenario(
              "live-freeze-and-discard",
              Layout.THREE_VOLUMES,
              Scenarios::makeStore,
              (store, site) -> push(store, site, GEOMETRY.first(ONE) + 1, true)),
          new Scenario(
              "live-over-three-chunks",
              Scenarios::makeStore,
              (store, site) -> {
                push(store, site, GEOMETRY.first(TWO) + 1, true);
                site.giveUp(ZERO);
                prune(store, site, ONE);
              },
              PRUNING),
          new Scenario(
              "prune",
              Layout.THREE_VOLUMES,
              frozenAndHot(),
              (store, site) -> {
                site.giveUp(ZERO);
                site.giveUp(ONE);
                prune(store, site, TWO);
              },
              PRUNING),
          new Scenario(
              "prune-below-a-view",
              frozenAndHot(),
              (store, site) -> {
                site.giveUp(ZERO);
                site.giveUp(ONE);
                try (ReadView view = store.reads().open()) {
                  prune(store, site, TWO);
                  requireReadable(view);
                }
                prune(store, site, TWO);
              },
              PRUNING));

  private LiveScenarios() {}

  /** Chunk zero frozen, chunk one hot. */
  private static Scenario.Preparation frozenAndHot() {
    return Scenarios.inOneProcess(
        (store, site) -> {
          Scenarios.freeze(store, site, ZERO, LEDGERS);
          Scenarios.ingest(store, site, ONE, GEOMETRY.last(ONE));
        });
  }

  /** Pushes ledgers behind what is there, and looks at what readers see. */
  private static void push(Store store, Site site, long last, boolean settles) {
    try (LiveIngest live = live(store)) {
      while (live.next() <= last) {
        long sequence = live.next();
        Acknowledged done = live.append(ByteBuffer.wrap(Bench.ledger(sequence)));
        OptionalLong latest = store.reads().latest();
        if (!latest.equals(OptionalLong.of(sequence))) {
          throw new IllegalStateException("ledger " + sequence + " is stored, latest is " + latest);
        }
        if (settles && done.completed().isPresent()) {
          settle(store, site, done.completed().get());
        }
      }
    }
    if (settles) {
      // What an earlier run filled and did not come to settle.
      for (ChunkRow row : store.catalog().scan().rows()) {
        if (GEOMETRY.last(row.chunk()) < last && !store.catalog().isBelowFloor(row.chunk())) {
          settle(store, site, row.chunk());
        }
      }
    }
  }

  @MustBeClosed
  private static LiveIngest live(Store store) {
    Optional<ChunkRow> any =
        store.catalog().scan().rows().stream()
            .filter(
                row ->
                    !store.catalog().isBelowFloor(row.chunk())
                        && (row.hot() == HotState.READY
                            || row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN))
            .findFirst();
    return any.isPresent()
        ? store.ingest().live(Bench.NETWORK)
        : store.ingest().live(Bench.NETWORK, store.catalog().earliestLedger().orElse(FIRST));
  }

  private static void settle(Store store, Site site, ChunkId chunk) {
    try (ReadView view = store.reads().open()) {
      Scenarios.freeze(store, site, chunk, LEDGERS);
      store.hot().discardHotDBForChunk(chunk);
      requireReadable(view);
    }
  }

  private static void prune(Store store, Site site, ChunkId lowestKept) {
    for (PruningReport report : store.pruning().below(GEOMETRY.first(lowestKept), site.cancel())) {
      if (report.failure().isPresent()) {
        throw report.failure().get();
      }
    }
  }

  /** What was there when a view was opened is there until it is closed, byte for byte. */
  private static void requireReadable(ReadView view) {
    Optional<LedgerRange> available = view.available();
    if (available.isPresent()) {
      LedgerRange range = available.get();
      view.read(
          range.first(),
          (int) range.length(),
          (sequence, raw) -> {
            if (!raw.equals(ByteBuffer.wrap(Bench.ledger(sequence)))) {
              throw new IllegalStateException("ledger " + sequence + " is another one in a view");
            }
          });
    }
  }
}
