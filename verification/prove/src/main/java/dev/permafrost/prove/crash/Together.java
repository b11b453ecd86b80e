package dev.permafrost.prove.crash;

import static dev.permafrost.prove.crash.Bench.GEOMETRY;
import static dev.permafrost.prove.crash.Bench.ONE;
import static dev.permafrost.prove.crash.Bench.ZERO;

import dev.permafrost.domain.ingest.LiveIngest;
import dev.permafrost.domain.read.ReadPosition;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.domain.recover.PruningReport;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * What several threads do to one store at the same time: open, read, append, flip, discard, prune,
 * close. Each says what it must see; the order is the explorer's.
 *
 * @param name for replays
 * @param preparation leaves the store that they begin with
 * @param threads what each does
 */
record Together(String name, Scenario.Preparation preparation, List<Step> threads) {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  /** What one thread does to the store. */
  interface Step {
    void on(Store store, Site site);
  }

  /** All of them. */
  static final List<Together> ALL =
      List.of(
          new Together(
              "prune-under-readers",
              Scenarios.inOneProcess(
                  (store, site) -> {
                    Scenarios.freeze(store, site, ZERO, LEDGERS);
                    Scenarios.ingest(store, site, ONE, GEOMETRY.last(ONE));
                  }),
              List.of(
                  (store, site) -> readTwice(store),
                  (store, site) -> prune(store, site, ONE),
                  (store, site) -> settle(store, site, ONE))),
          new Together(
              "settle-under-readers",
              hotUntil(GEOMETRY.last(ZERO)),
              List.of(
                  (store, site) -> readTwice(store),
                  (store, site) -> settle(store, site, ZERO),
                  (store, site) -> push(store, GEOMETRY.first(ONE) + 1),
                  (store, site) -> watch(store))),
          new Together(
              "fill-and-settle-under-readers",
              hotUntil(GEOMETRY.last(ZERO) - 1),
              List.of(
                  (store, site) -> watch(store),
                  (store, site) -> {
                    push(store, GEOMETRY.last(ZERO));
                    settle(store, site, ZERO);
                  },
                  (store, site) -> readTwice(store))));

  private static Scenario.Preparation hotUntil(long last) {
    return Scenarios.inOneProcess((store, site) -> Scenarios.ingest(store, site, ZERO, last));
  }

  /** What a view could read when it was opened, it can read until it is closed. */
  private static void readTwice(Store store) {
    try (ReadView view = store.reads().open()) {
      LedgerRange range = view.available().orElseThrow();
      read(view, range);
      read(view, range);
    }
  }

  private static void read(ReadView view, LedgerRange range) {
    ReadPosition end = view.read(range.first(), (int) range.length(), Together::requireForged);
    if (end.next() != range.last() + 1) {
      throw new IllegalStateException("a view of " + range + " ends before " + end.next());
    }
  }

  private static void requireForged(long sequence, ByteBuffer raw) {
    if (!raw.equals(ByteBuffer.wrap(Bench.ledger(sequence)))) {
      throw new IllegalStateException("ledger " + sequence + " is another one");
    }
  }

  /** The watermark never goes back, and is never ahead of what a view reads. */
  private static void watch(Store store) {
    long before = 0;
    for (int i = 0; i < 3; i++) {
      long latest = store.reads().latest().orElse(before);
      if (latest < before) {
        throw new IllegalStateException("the watermark went from " + before + " to " + latest);
      }
      before = latest;
      try (ReadView view = store.reads().open()) {
        if (view.latest().orElse(0) < latest) {
          throw new IllegalStateException("a view without ledger " + latest + ": " + view.latest());
        }
        read(view, new LedgerRange(latest, latest));
      }
    }
  }

  private static void push(Store store, long last) {
    try (LiveIngest live = store.ingest().live(Bench.NETWORK)) {
      while (live.next() <= last) {
        long sequence = live.next();
        live.append(ByteBuffer.wrap(Bench.ledger(sequence)));
        if (store.reads().latest().orElse(0) < sequence) {
          throw new IllegalStateException(
              "ledger " + sequence + " was acknowledged, and is not seen");
        }
      }
    }
  }

  private static void settle(Store store, Site site, ChunkId chunk) {
    Scenarios.freeze(store, site, chunk, LEDGERS);
    store.hot().discardHotDBForChunk(chunk);
  }

  private static void prune(Store store, Site site, ChunkId lowestKept) {
    for (PruningReport report : store.pruning().below(GEOMETRY.first(lowestKept), site.cancel())) {
      if (report.failure().isPresent()) {
        throw report.failure().get();
      }
    }
  }
}
