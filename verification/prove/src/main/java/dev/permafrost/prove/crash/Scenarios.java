package dev.permafrost.prove.crash;

import static dev.permafrost.prove.crash.Bench.FAR;
import static dev.permafrost.prove.crash.Bench.ONE;
import static dev.permafrost.prove.crash.Bench.ZERO;

import dev.permafrost.domain.recover.SweepReport;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.testkit.kind.TinyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** Everything that the explorer does to a store while it cuts the power. */
public final class Scenarios {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);
  private static final Set<ArtifactKind> TINY = Set.of(TinyKind.KIND);
  private static final Set<ArtifactKind> BOTH = Set.of(ArtifactKind.LEDGERS, TinyKind.KIND);

  private static final Terms GIVING_UP = Terms.NONE.givingUp();

  private static final int SCHEDULES = 2;

  /** Those of a store whose catalog and files are of one moment. */
  static final List<Scenario> DRIVING = driving();

  /** All of them. */
  public static final List<Scenario> ALL =
      Stream.concat(DRIVING.stream(), LastCopyScenarios.ALL.stream()).toList();

  private Scenarios() {}

  /**
   * The scenario of a name, walks and schedules included.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Scenario named(String name) {
    if (Walks.isName(name)) {
      return Walks.named(name);
    }
    return Schedules.isName(name)
        ? Schedules.named(name)
        : ALL.stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no scenario " + name));
  }

  private static List<Scenario> driving() {
    List<Scenario> all = new ArrayList<>();
    all.addAll(opening());
    all.addAll(freezing());
    all.addAll(removing());
    all.addAll(longer());
    all.addAll(LiveScenarios.ALL);
    for (int i = 1; i <= SCHEDULES; i++) {
      all.add(Schedules.of(i));
    }
    return List.copyOf(all);
  }

  private static List<Scenario> opening() {
    return List.of(
        new Scenario("make-store", site -> {}, (store, site) -> {}),
        new Scenario("make-store-on-volumes", Layout.THREE_VOLUMES, site -> {}, (s, site) -> {}),
        new Scenario("open-new", Scenarios::makeStore, (s, site) -> openHot(s, ONE)),
        new Scenario("open-existing", ingested(7), (store, site) -> openHot(store, ONE)),
        new Scenario(
            "open-transient",
            inOneProcess(
                    (store, site) -> {
                      ingest(store, site, ONE, 7);
                      demote(store, site, ONE, true, Set.of());
                    })
                .then(site -> site.hands().remove(site.layout().hot(ONE).resolve("CURRENT"))),
            (store, site) -> openHot(store, ONE)),
        new Scenario("ingest", Scenarios::makeStore, (store, site) -> ingest(store, site, ONE, 9)));
  }

  private static List<Scenario> freezing() {
    return List.of(
        new Scenario(
            "freeze-from-hot", ingested(9), (store, site) -> freeze(store, site, ONE, LEDGERS)),
        new Scenario(
            "freeze-from-lake",
            Scenarios::makeStore,
            (store, site) -> freeze(store, site, ONE, LEDGERS)),
        new Scenario(
            "freeze-two-kinds",
            Layout.THREE_VOLUMES,
            ingested(9),
            (store, site) -> freeze(store, site, ONE, BOTH)),
        new Scenario(
            "widen",
            inOneProcess((store, site) -> freeze(store, site, ONE, LEDGERS)),
            (store, site) -> freeze(store, site, ONE, TINY)),
        new Scenario(
            "freeze-in-new-bucket",
            inOneProcess((store, site) -> freeze(store, site, ZERO, LEDGERS)),
            (store, site) -> freeze(store, site, FAR, LEDGERS)),
        new Scenario(
            "freeze-out-of-order-in-new-root",
            Layout.THREE_VOLUMES,
            site -> {},
            (store, site) -> {
              freeze(store, site, FAR, LEDGERS);
              freeze(store, site, ZERO, LEDGERS);
            }),
        new Scenario("refreeze-after-failure", Scenarios::makeStore, Scenarios::failThenFreeze));
  }

  private static List<Scenario> removing() {
    return List.of(
        new Scenario(
            "discard", ingestedAndFrozen(), (store, site) -> store.hot().discardHotDBForChunk(ONE)),
        new Scenario(
            "sweep",
            inOneProcess(
                (store, site) -> {
                  freeze(store, site, ONE, BOTH);
                  demote(store, site, ONE, false, BOTH);
                }),
            (store, site) -> sweep(store, site),
            GIVING_UP),
        new Scenario(
            "recover-hot",
            ingested(8),
            (store, site) -> {
              demote(store, site, ONE, true, Set.of());
              store.hot().discardLosingTheOnlyCopy(ONE);
            },
            GIVING_UP),
        new Scenario(
            "recover-artifacts",
            Layout.THREE_VOLUMES,
            inOneProcess((store, site) -> freeze(store, site, ONE, BOTH)),
            (store, site) -> {
              demote(store, site, ONE, false, BOTH);
              sweep(store, site);
            },
            GIVING_UP),
        new Scenario(
            "recover-both",
            ingestedAndFrozen(),
            (store, site) -> {
              demote(store, site, ONE, true, LEDGERS);
              sweep(store, site);
              store.hot().discardLosingTheOnlyCopy(ONE);
            },
            GIVING_UP));
  }

  private static List<Scenario> longer() {
    return List.of(
        new Scenario(
            "several-chunks",
            Scenarios::makeStore,
            (store, site) -> {
              for (ChunkId chunk : List.of(ZERO, ONE)) {
                ingest(store, site, chunk, Bench.GEOMETRY.last(chunk));
                freeze(store, site, chunk, LEDGERS);
                store.hot().discardHotDBForChunk(chunk);
              }
            }),
        // Where the second freeze ends early, what it made is for the first removal of the next
        // run.
        new Scenario(
            "freeze-remove-freeze-more",
            Scenarios::makeStore,
            (store, site) -> {
              freeze(store, site, ONE, LEDGERS);
              demote(store, site, ONE, false, BOTH);
              sweep(store, site);
              freeze(store, site, ONE, BOTH);
            }),
        new Scenario(
            "codec-changed",
            site -> {
              site.withOlderCodec();
              inOneProcess((store, same) -> ingest(store, same, ONE, 7)).on(site);
              site.withRunningCodec();
            },
            (store, site) -> {
              ingest(store, site, ONE, 9);
              freeze(store, site, ONE, BOTH);
            }));
  }

  @SuppressWarnings("MustBeClosedChecker") // closed at once
  static void makeStore(Site site) {
    site.open().close();
  }

  static Scenario.Preparation inOneProcess(Scenario.Body body) {
    return site -> {
      try (Store store = site.open()) {
        body.run(store, site);
      }
    };
  }

  /** Chunk one in its hot database, up to a ledger. */
  static Scenario.Preparation ingested(long until) {
    return inOneProcess((store, site) -> ingest(store, site, ONE, until));
  }

  /** Chunk one both hot and in its pack. */
  static Scenario.Preparation ingestedAndFrozen() {
    return inOneProcess(
        (store, site) -> {
          ingest(store, site, ONE, 9);
          freeze(store, site, ONE, LEDGERS);
        });
  }

  @SuppressWarnings("MustBeClosedChecker") // closed at once
  private static void openHot(Store store, ChunkId chunk) {
    store.hot().openHotDBForChunk(chunk, Optional.empty()).close();
  }

  static void ingest(Store store, Site site, ChunkId chunk, long until) {
    store.ingest().ingestFromLake(chunk, OptionalLong.of(until), site.cancel());
  }

  static void freeze(Store store, Site site, ChunkId chunk, Set<ArtifactKind> kinds) {
    store.freezer().processChunk(chunk, kinds, site.cancel());
  }

  /** The lake breaks off in the middle of the first attempt. */
  private static void failThenFreeze(Store store, Site site) {
    site.lake().failAt(8, new BackendUnreachable("fake-lake", "broken off", null));
    try {
      freeze(store, site, ONE, BOTH);
    } catch (BackendUnreachable expected) {
      // As the script has it; a chunk that is frozen already asks nothing of the lake.
    }
    site.lake().heal();
    freeze(store, site, ONE, BOTH);
  }

  static void demote(Store store, Site site, ChunkId chunk, boolean hot, Set<ArtifactKind> kinds) {
    site.giveUp(chunk);
    store.recovery().carryOut(store.recovery().plan(List.of(chunk), hot, kinds));
  }

  /** Sweeps all, and hides no failure of a chunk. */
  static void sweep(Store store, Site site) {
    for (SweepReport report : store.sweep().sweepAll(site.cancel())) {
      Optional<StorageFailure> failure = report.failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }
}
