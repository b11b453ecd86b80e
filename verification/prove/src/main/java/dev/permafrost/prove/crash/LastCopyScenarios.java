package dev.permafrost.prove.crash;

import static dev.permafrost.prove.crash.Bench.FAR;
import static dev.permafrost.prove.crash.Bench.ONE;
import static dev.permafrost.prove.crash.Bench.ZERO;
import static dev.permafrost.prove.crash.Layout.ONE_VOLUME;
import static dev.permafrost.prove.crash.Layout.THREE_VOLUMES;
import static dev.permafrost.prove.crash.Scenarios.ingested;
import static dev.permafrost.prove.crash.Scenarios.ingestedAndFrozen;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.domain.recover.Recovery;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.CandidateMissing;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.OnlyCopy;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnadoptedArtifact;
import dev.permafrost.ports.failure.UnadoptedHotData;
import dev.permafrost.prove.crash.Hands.Placed;
import dev.permafrost.testkit.kind.TinyKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Scenarios in which the catalog, the packs and the hot databases are not of one moment: adoption,
 * catalogs that are accepted or made again, and operations that must leave the last copy alone
 * (docs/protocol.md, "The last copy", "Adoption", "Discarding a hot database").
 *
 * <p>Where what was to be adopted may be gone behind a power cut, or was never on the disk, a
 * scenario goes on as an operator would, and makes the chunk again from the lake.
 */
final class LastCopyScenarios {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);
  private static final Set<ArtifactKind> BOTH = Set.of(ArtifactKind.LEDGERS, TinyKind.KIND);
  private static final Remains.Artifact PACK = pack(ONE);
  private static final Remains.Artifact TINY = new Remains.Artifact(TinyKind.KIND, ONE);
  private static final Optional<String> NETWORK = Optional.of(Bench.NETWORK);
  private static final long FAR_FIRST = Bench.GEOMETRY.first(FAR);
  private static final Terms ADOPTING = Terms.NONE.packWithoutKey(ONE);

  /** All of them. */
  static final List<Scenario> ALL = all();

  private LastCopyScenarios() {}

  private static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>();
    all.addAll(copying());
    all.addAll(moving());
    all.addAll(inPlace());
    all.addAll(withHotData());
    all.addAll(refusing());
    all.addAll(catalogs());
    all.addAll(orphans());
    return List.copyOf(all);
  }

  private static Remains.Artifact pack(ChunkId chunk) {
    return new Remains.Artifact(ArtifactKind.LEDGERS, chunk);
  }

  // ---- adoption from elsewhere
  // -------------------------------------------------------------------

  private static List<Scenario> copying() {
    return List.of(
        new Scenario(
            "adopt-copy",
            withCandidate(Placed.DURABLE, site -> {}),
            (store, site) -> copy(store, site, ONE)),
        new Scenario(
            "adopt-copy-over-half",
            withCandidate(Placed.DURABLE, LastCopyScenarios::leaveHalf),
            (store, site) -> copy(store, site, ONE)),
        new Scenario(
            "adopt-copy-beside-whole",
            THREE_VOLUMES,
            withCandidate(Placed.DURABLE, site -> leaveWhole(site, Placed.UNSYNCED)),
            (store, site) -> copy(store, site, ONE)));
  }

  private static List<Scenario> moving() {
    return List.of(
        new Scenario(
            "adopt-move",
            THREE_VOLUMES,
            withCandidate(Placed.DURABLE, site -> {}),
            (store, site) -> move(store, site, ONE),
            ADOPTING),
        new Scenario(
            "adopt-move-over-half",
            withCandidate(Placed.DURABLE, LastCopyScenarios::leaveHalf),
            (store, site) -> move(store, site, ONE),
            ADOPTING),
        new Scenario(
            "adopt-move-beside-whole",
            withCandidate(Placed.DURABLE, site -> leaveWhole(site, Placed.DURABLE)),
            (store, site) -> move(store, site, ONE),
            ADOPTING),
        new Scenario(
            "adopt-move-of-what-is-not-durable",
            withCandidate(Placed.UNSYNCED, site -> {}),
            LastCopyScenarios::moveOrFreeze,
            ADOPTING),
        new Scenario(
            "adopt-move-after-failed-sync",
            withCandidate(Placed.SYNC_FAILED, site -> {}),
            LastCopyScenarios::moveOrFreeze,
            ADOPTING),
        new Scenario(
            "adopt-move-without-direct-reads",
            withCandidate(Placed.DURABLE, site -> site.machine().readsPastCache(false)),
            (store, site) -> move(store, site, ONE),
            ADOPTING));
  }

  private static void copy(Store store, Site site, ChunkId chunk) {
    store.adoption().copy(site.candidates(false).candidate(chunk), NETWORK, site.cancel());
  }

  private static void move(Store store, Site site, ChunkId chunk) {
    store.adoption().move(site.candidates(true).candidate(chunk), NETWORK, site.cancel());
  }

  private static void moveOrFreeze(Store store, Site site) {
    try {
      move(store, site, ONE);
    } catch (CandidateMissing | CorruptArtifact refused) {
      site.hands().remove(site.layout().candidate(ONE));
      Scenarios.freeze(store, site, ONE, LEDGERS);
    }
  }

  // ---- adoption in place
  // -------------------------------------------------------------------------

  private static List<Scenario> inPlace() {
    return List.of(
        new Scenario(
            "adopt-in-place",
            THREE_VOLUMES,
            inMadeStore(site -> site.hands().placeArtifact(PACK, Placed.DURABLE)),
            (store, site) -> inPlace(store, site, ONE),
            ADOPTING),
        new Scenario(
            "adopt-in-place-over-half",
            inMadeStore(LastCopyScenarios::leaveHalf),
            LastCopyScenarios::inPlaceOrFreeze),
        new Scenario(
            "adopt-in-place-whole",
            inMadeStore(site -> leaveWhole(site, Placed.UNSYNCED)),
            LastCopyScenarios::inPlaceOrFreeze),
        new Scenario(
            "adopt-in-place-after-failed-sync",
            inMadeStore(site -> site.hands().placeArtifact(PACK, Placed.SYNC_FAILED)),
            LastCopyScenarios::inPlaceOrFreeze,
            ADOPTING.debrisWithoutKey(PACK)),
        new Scenario(
            "adopt-in-place-without-direct-reads",
            inMadeStore(
                site -> {
                  site.machine().readsPastCache(false);
                  site.hands().placeArtifact(PACK, Placed.DURABLE);
                }),
            (store, site) -> inPlace(store, site, ONE),
            ADOPTING),
        new Scenario(
            "adopt-in-place-after-failed-sync-without-direct-reads",
            inMadeStore(
                site -> {
                  site.machine().readsPastCache(false);
                  site.hands().placeArtifact(PACK, Placed.SYNC_FAILED);
                }),
            (store, site) -> {
              try {
                inPlace(store, site, ONE);
              } catch (CandidateMissing | CorruptArtifact refused) {
                // A copy that was cut short is nobody's then, and goes by hand.
                site.hands().removeBeside(PACK);
                removeOrphans(store, site, new OrphanRemoval.Scope(true, false));
                Scenarios.freeze(store, site, ONE, LEDGERS);
              }
            },
            ADOPTING.debrisWithoutKey(PACK)),
        new Scenario(
            "freeze-leftover",
            inMadeStore(site -> leaveWhole(site, Placed.UNSYNCED)),
            (store, site) -> Scenarios.freeze(store, site, ONE, BOTH)),
        new Scenario(
            "freeze-leftover-after-failed-sync",
            inMadeStore(site -> leaveWhole(site, Placed.SYNC_FAILED)),
            (store, site) -> Scenarios.freeze(store, site, ONE, LEDGERS)),
        new Scenario(
            "freeze-leftover-without-direct-reads",
            inMadeStore(
                site -> {
                  site.machine().readsPastCache(false);
                  leaveWhole(site, Placed.DURABLE);
                }),
            (store, site) -> Scenarios.freeze(store, site, ONE, LEDGERS)));
  }

  private static void inPlace(Store store, Site site, ChunkId chunk) {
    store.adoption().inPlace(chunk, NETWORK, site.cancel());
  }

  /** What is refused is removed on purpose, where it has no key, and made again. */
  private static void inPlaceOrFreeze(Store store, Site site) {
    try {
      inPlace(store, site, ONE);
    } catch (CandidateMissing | CorruptArtifact refused) {
      removeOrphans(store, site, new OrphanRemoval.Scope(true, false));
      Scenarios.freeze(store, site, ONE, LEDGERS);
    }
  }

  // ---- adoption and hot data
  // ---------------------------------------------------------------------

  private static List<Scenario> withHotData() {
    return List.of(
        new Scenario(
            "adopt-hot",
            ingested(8).then(site -> changeCatalog(site, keys().delete(hotKey(ONE)))),
            LastCopyScenarios::adoptHotAndGoOn,
            Terms.NONE.hotWithoutKey(ONE)),
        new Scenario(
            "adopt-hot-transient",
            ingested(8).then(site -> changeCatalog(site, keys().put(hotKey(ONE), "transient"))),
            LastCopyScenarios::adoptHotAndGoOn),
        new Scenario(
            "adopt-hot-that-is-not-durable",
            ingested(8)
                .then(
                    site -> {
                      changeCatalog(site, keys().delete(hotKey(ONE)));
                      site.hands().copyHotUnsynced(ONE);
                    }),
            LastCopyScenarios::adoptHotOrIngest,
            Terms.NONE.hotWithoutKey(ONE)),
        new Scenario(
            "adopt-hot-without-direct-reads",
            ingested(8)
                .then(
                    site -> {
                      site.machine().readsPastCache(false);
                      changeCatalog(site, keys().delete(hotKey(ONE)));
                    }),
            LastCopyScenarios::adoptHotAndGoOn,
            Terms.NONE.hotWithoutKey(ONE)),
        new Scenario(
            "adopt-beside-hot",
            THREE_VOLUMES,
            ingested(8).then(site -> site.hands().placeCandidate(ONE, Placed.DURABLE)),
            (store, site) -> {
              copy(store, site, ONE);
              store.hot().discardHotDBForChunk(ONE);
            }),
        new Scenario(
            "adopt-past-lost-hot",
            restoredFromBeforeFreezeAndDiscard(site -> {}),
            (store, site) -> inPlace(store, site, ONE),
            ADOPTING.hotLost(ONE)),
        new Scenario(
            "adopt-past-gutted-hot",
            restoredFromBeforeFreezeAndDiscard(site -> site.hands().makeGuttedHot(ONE)),
            (store, site) -> inPlace(store, site, ONE),
            ADOPTING.hotLost(ONE)));
  }

  private static void adoptHotAndGoOn(Store store, Site site) {
    store.adoption().hot(ONE, NETWORK, site.cancel());
    Scenarios.ingest(store, site, ONE, 9);
  }

  private static void adoptHotOrIngest(Store store, Site site) {
    try {
      store.adoption().hot(ONE, NETWORK, site.cancel());
    } catch (CandidateMissing | HotVolumeLost | HotStoreDamaged lost) {
      if (store.catalog().row(ONE).hot() == HotState.TRANSIENT) {
        // The removal below was cut short behind its mark.
        store.hot().discardLosingTheOnlyCopy(ONE);
      }
      removeOrphans(store, site, new OrphanRemoval.Scope(false, true));
    }
    Scenarios.ingest(store, site, ONE, 9);
  }

  private static Scenario.Preparation restoredFromBeforeFreezeAndDiscard(
      Scenario.Preparation further) {
    return Scenarios.inOneProcess(
            (store, site) -> {
              Scenarios.ingest(store, site, ONE, 9);
              Scenarios.freeze(store, site, ONE, LEDGERS);
              store.hot().discardHotDBForChunk(ONE);
            })
        .then(site -> changeCatalog(site, keys().delete(packKey(ONE)).put(hotKey(ONE), "ready")))
        .then(further);
  }

  // ---- what is refused
  // ---------------------------------------------------------------------------

  private static List<Scenario> refusing() {
    return List.of(
        new Scenario(
            "discard-with-lost-pack",
            ingestedAndFrozen()
                .then(
                    site -> {
                      site.promises().forget();
                      site.hands().remove(site.layout().artifact(ArtifactKind.LEDGERS, ONE));
                    }),
            LastCopyScenarios::discardAtTheSecondAttempt,
            Terms.NONE.packLost(ONE)),
        new Scenario(
            "freeze-beside-unadopted",
            inMadeStore(site -> site.hands().placeArtifact(PACK, Placed.DURABLE)),
            LastCopyScenarios::freezeInVain,
            ADOPTING),
        new Scenario(
            "ingest-beside-unadopted",
            ingested(7).then(site -> changeCatalog(site, keys().delete(hotKey(ONE)))),
            LastCopyScenarios::ingestInVain,
            Terms.NONE.hotWithoutKey(ONE)));
  }

  /**
   * The pack is made again from the hot data, as the refusal says, and only then is it discarded.
   */
  private static void discardAtTheSecondAttempt(Store store, Site site) {
    try {
      store.hot().discardHotDBForChunk(ONE);
    } catch (MissingArtifact refused) {
      store.recovery().carryOut(store.recovery().plan(List.of(ONE), false, LEDGERS));
      Scenarios.sweep(store, site);
      Scenarios.freeze(store, site, ONE, LEDGERS);
      store.hot().discardHotDBForChunk(ONE);
    } catch (OnlyCopy cutShortBehindTheSweep) {
      Scenarios.freeze(store, site, ONE, LEDGERS);
      store.hot().discardHotDBForChunk(ONE);
    }
  }

  /** The lake breaks off, so that what a freeze would have removed does not come back. */
  private static void freezeInVain(Store store, Site site) {
    site.lake().failAt(8, new BackendUnreachable("fake-lake", "broken off", null));
    try {
      Scenarios.freeze(store, site, ONE, LEDGERS);
    } catch (UnadoptedArtifact | BackendUnreachable refused) {
      // The invariants say what must be left.
    } finally {
      site.lake().heal();
    }
  }

  private static void ingestInVain(Store store, Site site) {
    try {
      Scenarios.ingest(store, site, ONE, 9);
    } catch (UnadoptedHotData refused) {
      // As above.
    }
  }

  // ---- catalogs
  // ----------------------------------------------------------------------------------

  private static List<Scenario> catalogs() {
    return List.of(
        catalog(
            "catalog-gone",
            ONE_VOLUME,
            site -> site.hands().remove(site.layout().roots().catalog().resolve("rocksdb"))),
        catalog(
            "catalog-root-gone",
            THREE_VOLUMES,
            site -> site.hands().remove(site.layout().roots().catalog())),
        catalog(
            "catalog-gutted",
            THREE_VOLUMES,
            site ->
                site.hands().remove(site.layout().roots().catalog().resolve("rocksdb/CURRENT"))),
        catalog(
            "catalog-without-its-store",
            ONE_VOLUME,
            site -> changeCatalog(site, keys().delete("config:store"))),
        catalog(
            "catalog-behind-its-witness",
            THREE_VOLUMES,
            site -> {
              changeCatalog(site, keys().delete(hotKey(ONE)).delete(packKey(ZERO)));
              site.hands().putCatalogBehindItsWitness();
            }));
  }

  private static Scenario catalog(String name, Layout layout, Scenario.Preparation lost) {
    return new Scenario(
        name,
        layout,
        Scenarios.inOneProcess(
                (store, site) -> {
                  Scenarios.freeze(store, site, ZERO, LEDGERS);
                  Scenarios.ingest(store, site, ONE, 8);
                })
            .then(site -> site.promises().forget())
            .then(lost),
        Site::recoverCatalog,
        (store, site) -> {
          inPlace(store, site, ZERO);
          store.adoption().hot(ONE, NETWORK, site.cancel());
          Scenarios.ingest(store, site, ONE, 9);
        },
        Terms.NONE.packWithoutKey(ZERO).hotWithoutKey(ONE));
  }

  // ---- orphans
  // -----------------------------------------------------------------------------------

  private static List<Scenario> orphans() {
    Scenario.Preparation preparation = orphans(Placed.DURABLE);
    Terms terms = Terms.NONE.packWithoutKey(ZERO).hotWithoutKey(FAR).debrisWithoutKey(PACK, TINY);
    Terms torn = terms.debrisWithoutKey(pack(ZERO), PACK, TINY).givingUp();
    return List.of(
        new Scenario(
            "recover-orphans",
            preparation,
            (store, site) -> removeOrphansAndFinish(store, site, OrphanRemoval.Scope.CAREFUL),
            terms),
        new Scenario(
            "recover-orphans-all",
            THREE_VOLUMES,
            preparation,
            (store, site) ->
                removeOrphansAndFinish(store, site, new OrphanRemoval.Scope(true, true)),
            terms.givingUp()),
        new Scenario(
            "recover-orphans-packs-too",
            THREE_VOLUMES,
            preparation,
            (store, site) ->
                removeOrphansAndFinish(store, site, new OrphanRemoval.Scope(true, false)),
            terms.givingUp()),
        new Scenario(
            "recover-orphans-hot-too",
            THREE_VOLUMES,
            preparation,
            (store, site) ->
                removeOrphansAndFinish(store, site, new OrphanRemoval.Scope(false, true)),
            terms.givingUp()),
        new Scenario(
            "recover-orphans-that-are-not-durable",
            THREE_VOLUMES,
            orphans(Placed.UNSYNCED).then(site -> site.hands().copyHotUnsynced(FAR)),
            (store, site) ->
                removeOrphansAndFinish(store, site, new OrphanRemoval.Scope(true, true)),
            torn),
        new Scenario(
            "recover-orphans-after-failed-syncs",
            orphans(Placed.SYNC_FAILED),
            (store, site) ->
                removeOrphansAndFinish(store, site, new OrphanRemoval.Scope(true, true)),
            torn));
  }

  private static Scenario.Preparation orphans(Placed how) {
    return Scenarios.inOneProcess((store, site) -> Scenarios.ingest(store, site, FAR, FAR_FIRST))
        .then(
            site -> {
              changeCatalog(site, keys().delete(hotKey(FAR)));
              site.hands().placeArtifact(pack(ZERO), how);
              site.hands().placeHalf(PACK, how);
              site.hands().placeArtifact(TINY, how);
            });
  }

  private static void removeOrphans(Store store, Site site, OrphanRemoval.Scope scope) {
    for (OrphanRemoval.Outcome outcome :
        store.orphans().remove(store.orphans().find(site.cancel()), scope, site.cancel())) {
      Optional<StorageFailure> failure = outcome.failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  /** And finishes what a removal that was cut short left under a key, as the audit says. */
  private static void removeOrphansAndFinish(Store store, Site site, OrphanRemoval.Scope scope) {
    removeOrphans(store, site, scope);
    SortedMap<ChunkId, Set<ArtifactKind>> freezing = new TreeMap<>();
    for (ChunkRow row : store.catalog().scan().rows()) {
      Set<ArtifactKind> kinds = row.kindsIn(ArtifactState.FREEZING);
      if (!kinds.isEmpty()) {
        freezing.put(row.chunk(), kinds);
      }
      if (row.hot() == HotState.TRANSIENT) {
        store.hot().discardLosingTheOnlyCopy(row.chunk());
      }
    }
    store.recovery().carryOut(new Recovery.Plan(new TreeSet<>(), freezing));
    Scenarios.sweep(store, site);
  }

  // ---- preparations
  // ------------------------------------------------------------------------------

  private static Scenario.Preparation inMadeStore(Scenario.Preparation further) {
    Scenario.Preparation making = Scenarios::makeStore;
    return making.then(further);
  }

  private static Scenario.Preparation withCandidate(Placed how, Scenario.Preparation further) {
    return inMadeStore(
        site -> {
          site.hands().placeCandidate(ONE, how);
          further.on(site);
        });
  }

  /** What a process leaves that ended while it wrote. */
  private static void leaveHalf(Site site) {
    changeCatalog(site, freezing());
    site.hands().placeHalf(PACK, Placed.UNSYNCED);
  }

  /** What a process leaves that ended before its flip. */
  private static void leaveWhole(Site site, Placed how) {
    changeCatalog(site, freezing());
    site.hands().placeArtifact(PACK, how);
  }

  /** What was promised cannot be read before it was adopted. */
  private static void changeCatalog(Site site, MetaBatch.Builder changes) {
    site.promises().forget();
    site.hands().changeCatalog(changes);
  }

  private static MetaBatch.Builder keys() {
    return MetaBatch.builder();
  }

  /** The mark of what came from a lake. */
  private static MetaBatch.Builder freezing() {
    return keys().put(packKey(ONE), "freezing").put("config:network", Bench.NETWORK);
  }

  private static String packKey(ChunkId chunk) {
    return "chunk:" + chunk.name() + ":ledgers";
  }

  private static String hotKey(ChunkId chunk) {
    return "hot:chunk:" + chunk.name();
  }
}
