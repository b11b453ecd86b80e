package dev.permafrost.domain.store;

import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.AuditRequest;
import dev.permafrost.domain.audit.Finding;
import dev.permafrost.domain.audit.Violation;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.OnlyCopy;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnadoptedArtifact;
import dev.permafrost.ports.failure.UnadoptedHotData;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.FakeBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The last copy of a ledger is not destroyed by an operation that believes an outdated catalog, or
 * that takes what is not the store's for its own (docs/protocol.md, "The last copy").
 */
@SuppressWarnings("MustBeClosedChecker") // opening and closing are what is tested
final class LastCopyTest {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  private TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  // ---- helpers ---------------------------------------------------------------------------------

  private void ingestAndFreeze(ChunkId chunk) {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(chunk, OptionalLong.empty(), CancelToken.NEVER);
      store.freezer().processChunk(chunk, LEDGERS, CancelToken.NEVER);
    }
  }

  private void cut(Path file, int bytes) {
    byte[] whole = machine.bytes(file);
    machine.write(file, java.util.Arrays.copyOf(whole, bytes));
  }

  /** Puts the keys back that an older copy of the catalog has, past everything. */
  private void restoreCatalog(Map<String, String> older) {
    Map<String, String> now = machine.catalog();
    MetaBatch.Builder batch = MetaBatch.builder();
    now.keySet().stream().filter(key -> !older.containsKey(key)).forEach(batch::delete);
    older.forEach(batch::put);
    try (MetaStore store = machine.metaStores.openExisting()) {
      store.commit(batch.build());
    }
  }

  private <E extends StorageFailure> void assertRefused(
      Class<E> type, Consumer<Store> operation, Consumer<E> facts) {
    try (Store store = machine.open()) {
      Map<String, String> before = machine.state();
      assertThatThrownBy(() -> operation.accept(store)).isInstanceOfSatisfying(type, facts);
      assertThat(machine.state()).isEqualTo(before);
    }
  }

  private List<Finding> audit() {
    try (StoreView view = machine.view()) {
      return view.audit()
          .run(AuditRequest.ofEverything(), new Audit.Listener() {}, CancelToken.NEVER)
          .violations();
    }
  }

  private static OperatorStep repair(Finding finding) {
    return finding.repair().orElseThrow();
  }

  // ---- L1 --------------------------------------------------------------------------------------

  @Nested
  final class L1DiscardOpensThePackFirst {

    @Test
    void aPackThatIsGoneKeepsTheHotData() {
      ingestAndFreeze(ZERO);
      machine.lose(machine.pack(ZERO));

      assertRefused(
          MissingArtifact.class,
          store -> store.hot().discardHotDBForChunk(ZERO),
          e -> assertThat(e.chunk()).isEqualTo(ZERO));
      assertRefused(
          MissingArtifact.class,
          store -> store.hot().discardLosingTheOnlyCopy(ZERO),
          e -> assertThat(e.chunk()).isEqualTo(ZERO));
    }

    @Test
    void aPackThatIsCutKeepsTheHotData() {
      ingestAndFreeze(ZERO);
      cut(machine.pack(ZERO), 150);

      assertRefused(
          CorruptArtifact.class,
          store -> store.hot().discardHotDBForChunk(ZERO),
          e -> assertThat(e.path()).isEqualTo(machine.pack(ZERO).toString()));
    }

    @Test
    void aPackThatGoesBetweenMarkAndRemovalKeepsTheHotData() {
      ingestAndFreeze(ZERO);
      try (Store store = machine.open()) {
        AtomicInteger openings = new AtomicInteger();
        machine.steps.watch(
            (operation, path) -> {
              if (operation.equals("openRead")
                  && path.equals(machine.pack(ZERO))
                  && openings.incrementAndGet() == 2) {
                machine.lose(machine.pack(ZERO));
              }
            });
        assertThatThrownBy(() -> store.hot().discardHotDBForChunk(ZERO))
            .isInstanceOf(MissingArtifact.class);
        machine.steps.watch((operation, path) -> {});
        assertThat(openings).hasValue(2);
        assertThat(machine.catalog()).containsEntry("hot:chunk:00000000", "transient");
        assertThat(machine.hot(ZERO)).containsEntry("witness", "SOUND 5");
        // Nor does an opening wipe it, or a second discard remove it.
        assertThatThrownBy(() -> store.hot().openHotDBForChunk(ZERO, Optional.empty()))
            .isInstanceOf(MissingArtifact.class);
        assertThatThrownBy(() -> store.hot().discardHotDBForChunk(ZERO))
            .isInstanceOf(MissingArtifact.class);
        assertThat(machine.hot(ZERO)).containsEntry("witness", "SOUND 5");
      }
      assertThat(audit())
          .anySatisfy(
              finding -> {
                assertThat(finding.violation()).isEqualTo(Violation.LEFT_TRANSIENT);
                assertThat(repair(finding)).isEqualTo(new OperatorStep.AdoptHot(ZERO));
              });
      try (Store store = machine.open()) {
        store.adoption().hot(ZERO, Optional.empty(), CancelToken.NEVER);
        store.recovery().carryOut(store.recovery().plan(List.of(ZERO), false, LEDGERS));
        assertThat(store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER).source())
            .isEqualTo("hot");
      }
      assertThat(audit()).isEmpty();
    }

    @Test
    void frozenAlreadyLooksAtTheFile() {
      ingestAndFreeze(ZERO);
      cut(machine.pack(ZERO), 60);
      assertRefused(
          CorruptArtifact.class,
          store -> store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER),
          e -> assertThat(e.damage()).isEqualTo(CorruptArtifact.Damage.SIZE));
      machine.lose(machine.pack(ZERO));
      assertRefused(
          MissingArtifact.class,
          store -> store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER),
          e -> assertThat(e.chunk()).isEqualTo(ZERO));
    }

    @Test
    void statusSaysThatAPackIsTooSmall() {
      ingestAndFreeze(ZERO);
      cut(machine.pack(ZERO), 60);
      try (StoreView view = machine.view()) {
        assertThat(view.inventory().status(ZERO).problems())
            .singleElement()
            .isInstanceOf(CorruptArtifact.class);
      }
    }

    @Test
    void whatIsNotFrozenIsTheOnlyCopy() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      }
      assertRefused(
          OnlyCopy.class,
          store -> store.hot().discardHotDBForChunk(ZERO),
          e -> assertThat(e.chunk()).isEqualTo(ZERO));
    }
  }

  // ---- L2 --------------------------------------------------------------------------------------

  @Nested
  final class L2AFileWithoutAKeyIsNeverUnlinkedByAFreeze {

    private Map<String, String> beforeTheFreeze = Map.of();
    private byte[] pack = new byte[0];

    private void restoreFromBeforeFreezeAndDiscard() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
        beforeTheFreeze = machine.catalog();
        store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER);
        store.hot().discardHotDBForChunk(ZERO);
      }
      pack = machine.bytes(machine.pack(ZERO));
      restoreCatalog(beforeTheFreeze);
      machine.lake.forgetRequests();
    }

    @Test
    void theLossNamesTheAdoptionOfTheSoundPackBeforeTheGivingUp() {
      restoreFromBeforeFreezeAndDiscard();
      assertRefused(
          HotVolumeLost.class,
          store -> store.hot().openForReading(ZERO),
          e ->
              assertThat(e.notice().orElseThrow().steps())
                  .filteredOn(step -> !(step instanceof OperatorStep.ByHand))
                  .containsExactly(
                      new OperatorStep.AdoptPack(ZERO), new OperatorStep.GiveUpHot(ZERO, false)));
      assertThat(audit())
          .filteredOn(finding -> finding.violation() == Violation.FILE_WITHOUT_KEY)
          .extracting(LastCopyTest::repair)
          .containsExactly(new OperatorStep.AdoptPack(ZERO));
    }

    @Test
    void afterTheHotDataWasGivenUpAFreezeRefusesToWriteOverThePack() {
      restoreFromBeforeFreezeAndDiscard();
      try (Store store = machine.open()) {
        store.recovery().carryOut(store.recovery().plan(List.of(ZERO), true, Set.of()));
        store.hot().discardHotDBForChunk(ZERO);
      }
      assertRefused(
          UnadoptedArtifact.class,
          store -> store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER),
          e -> {
            assertThat(e.isWhole()).isTrue();
            assertThat(e.path()).isEqualTo(machine.pack(ZERO).toString());
          });
      assertThat(machine.bytes(machine.pack(ZERO))).isEqualTo(pack);
      assertThat(machine.lake.requests()).isEqualTo(FakeBackend.Requests.NONE);
    }

    @Test
    void adoptionTakesThePackPastTheLostHotDataWithoutARequest() {
      restoreFromBeforeFreezeAndDiscard();
      try (Store store = machine.open()) {
        store.adoption().inPlace(ZERO, Optional.empty(), CancelToken.NEVER);
      }
      assertThat(machine.catalog())
          .containsEntry("chunk:00000000:ledgers", "frozen")
          .doesNotContainKey("hot:chunk:00000000");
      assertThat(machine.bytes(machine.pack(ZERO))).isEqualTo(pack);
      assertThat(machine.lake.requests()).isEqualTo(FakeBackend.Requests.NONE);
      assertThat(audit()).isEmpty();
    }

    @Test
    void anAdoptionThatIsRunAgainFinishesTheRemovalOfTheLostHotData() {
      restoreFromBeforeFreezeAndDiscard();
      machine.makeDirectories(machine.hotDirectory(ZERO));
      try (MetaStore store = machine.metaStores.openExisting()) {
        store.commit(
            MetaBatch.builder()
                .put("chunk:00000000:ledgers", "frozen")
                .put("hot:chunk:00000000", "transient")
                .build());
      }
      try (Store store = machine.open()) {
        store.adoption().inPlace(ZERO, Optional.empty(), CancelToken.NEVER);
      }
      assertThat(machine.catalog())
          .containsEntry("chunk:00000000:ledgers", "frozen")
          .doesNotContainKey("hot:chunk:00000000");
      assertThat(machine.exists(machine.hotDirectory(ZERO))).isFalse();
    }

    @Test
    void aSweepOfOrphansLeavesTheWholePackAlone() {
      restoreFromBeforeFreezeAndDiscard();
      try (Store store = machine.open()) {
        assertThat(
                store
                    .orphans()
                    .remove(
                        store.orphans().find(CancelToken.NEVER),
                        OrphanRemoval.Scope.CAREFUL,
                        CancelToken.NEVER))
            .noneMatch(OrphanRemoval.Outcome::removed);
      }
      assertThat(machine.bytes(machine.pack(ZERO))).isEqualTo(pack);
    }

    @Test
    void aPackLeftFreezingThatIsWholeIsKeptThoughTheLakeIsGone() {
      restoreFromBeforeFreezeAndDiscard();
      try (MetaStore store = machine.metaStores.openExisting()) {
        store.commit(
            MetaBatch.builder()
                .delete("hot:chunk:00000000")
                .put("chunk:00000000:ledgers", "freezing")
                .build());
      }
      machine.withoutLake();
      try (Store store = machine.open()) {
        assertThat(store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER).source())
            .isEqualTo("in place");
      }
      assertThat(machine.bytes(machine.pack(ZERO))).isEqualTo(pack);
      assertThat(audit()).isEmpty();
    }

    @Test
    void anotherChunksPackLeftUnderFreezingIsNotUnlinked() {
      ingestAndFreeze(ONE);
      byte[] other = machine.bytes(machine.pack(ONE));
      machine.lose(machine.pack(ONE));
      machine.write(machine.pack(ZERO), other);
      try (MetaStore store = machine.metaStores.openExisting()) {
        store.commit(MetaBatch.builder().put("chunk:00000000:ledgers", "freezing").build());
      }
      assertRefused(
          CorruptArtifact.class,
          store -> store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER),
          e -> assertThat(e.damage()).isEqualTo(CorruptArtifact.Damage.OTHER));
    }
  }

  // ---- L5 --------------------------------------------------------------------------------------

  @Nested
  final class L4FilesSharedWithACopyAreRefusedBeforeAnythingIsWritten {

    private void share(Path file) {
      try {
        machine.vfs.link(file, Path.of("/srv/copy"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Test
    void theIdentityOfARoot() {
      machine.open().close();
      share(TestMachine.DATA.resolve("PERMAFROST"));
      assertThatThrownBy(() -> machine.open()).isInstanceOf(SharedFiles.class);
    }

    @Test
    void aHotDatabase() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
      }
      share(machine.hotDirectory(ZERO).resolve("CURRENT"));
      assertRefused(
          SharedFiles.class,
          store -> store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER),
          e -> assertThat(e).hasMessageContaining("CURRENT"));
    }
  }

  @Nested
  final class L5WhatTheStoreDidNotMakeIsNeverRemoved {

    @Test
    void aNoteInAHotDirectoryStopsTheDiscardBeforeTheMark() {
      ingestAndFreeze(ZERO);
      Path note = machine.hotDirectory(ZERO).resolve("notes.txt");
      machine.write(note, new byte[] {1, 2, 3});

      assertRefused(
          ForeignEntry.class,
          store -> store.hot().discardHotDBForChunk(ZERO),
          e -> assertThat(e.path()).isEqualTo(note.toString()));
      try (StoreView view = machine.view()) {
        assertThat(
                view.audit()
                    .run(AuditRequest.ofEverything(), new Audit.Listener() {}, CancelToken.NEVER)
                    .findings())
            .anySatisfy(
                finding -> {
                  assertThat(finding.violation()).isEqualTo(Violation.FOREIGN);
                  assertThat(finding.path()).isEqualTo(note.toString());
                });
      }
    }

    @Test
    void aFileInAHotDirectorysPlaceStopsAnIngestion() {
      machine.open().close();
      machine.write(machine.hotDirectory(ONE), new byte[] {1});

      assertRefused(
          ForeignEntry.class,
          store -> store.ingest().ingestFromLake(ONE, OptionalLong.empty(), CancelToken.NEVER),
          e -> assertThat(e.path()).isEqualTo(machine.hotDirectory(ONE).toString()));
    }

    @Test
    void aNoteInADirectoryLeftTransientStopsTheNextOpening() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(3), CancelToken.NEVER);
        TestMachine.changing(store).markTransient(ZERO, Optional.empty());
      }
      machine.write(machine.hotDirectory(ZERO).resolve("notes.txt"), new byte[] {1});
      assertRefused(
          ForeignEntry.class,
          store -> store.hot().openHotDBForChunk(ZERO, Optional.empty()),
          e -> assertThat(e.path()).endsWith("notes.txt"));
    }

    @Test
    void aDirectoryWhereAPackBelongsStopsTheFreeze() {
      machine.open().close();
      machine.makeDirectories(machine.pack(ZERO));
      assertRefused(
          ForeignEntry.class,
          store -> store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER),
          e -> assertThat(e.path()).isEqualTo(machine.pack(ZERO).toString()));
    }
  }

  // ---- L6 --------------------------------------------------------------------------------------

  @Test
  void l6WhatIsLeftBehindTheWitnessIsKeptBeforeItIsGivenUp() {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
    }
    machine.hotStores.rewriteWitness(ZERO, 5);
    List<OperatorStep> kept =
        List.of(new OperatorStep.RewriteWitness(ZERO), new OperatorStep.GiveUpHot(ZERO, false));
    assertRefused(
        HotVolumeLost.class,
        store -> store.hot().openForReading(ZERO),
        e -> {
          assertThat(e.highestLeft()).hasValue(4);
          assertThat(e.notice().orElseThrow().steps())
              .filteredOn(step -> !(step instanceof OperatorStep.ByHand))
              .isEqualTo(kept);
        });
    assertThat(audit())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.violation()).isEqualTo(Violation.HOT_LOST);
              assertThat(finding.steps())
                  .filteredOn(step -> !(step instanceof OperatorStep.ByHand))
                  .isEqualTo(kept);
            });
  }

  // ---- L7 --------------------------------------------------------------------------------------

  @Test
  void l7AChunkOfAnotherChainNamesItsNeighbour() {
    ingestAndFreeze(ZERO);
    FakeBackend reset =
        new FakeBackend(NETWORK, LedgerForge.small(99).ledgers(new LedgerRange(2, 41)));
    machine.otherLake(reset);
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> store.freezer().processChunk(ONE, LEDGERS, CancelToken.NEVER))
          .isInstanceOfSatisfying(
              BrokenChain.class,
              e -> {
                assertThat(e.neighbour()).contains(ZERO);
                assertThat(e).hasMessageContaining("was the network reset?");
                assertThat(e.notice().orElseThrow().steps())
                    .contains(
                        new OperatorStep.GiveUpChunk(ZERO), new OperatorStep.GiveUpChunk(ONE));
              });
      assertThatThrownBy(
              () -> store.ingest().ingestFromLake(ONE, OptionalLong.empty(), CancelToken.NEVER))
          .isInstanceOfSatisfying(BrokenChain.class, e -> assertThat(e.neighbour()).contains(ZERO));
    }
    // The remedy ends: what is left of the chunk can be given up.
    assertThat(audit())
        .filteredOn(finding -> finding.violation() == Violation.LEFT_FREEZING)
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.steps())
                    .contains(new OperatorStep.GiveUpArtifacts(ONE, LEDGERS)));
  }

  // ---- L9 --------------------------------------------------------------------------------------

  @Nested
  final class L9AHotDirectoryWithoutAKeyIsNeverWiped {

    private void restoreFromBeforeIngestion() {
      machine.open().close();
      Map<String, String> before = machine.catalog();
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
      }
      restoreCatalog(before);
    }

    @Test
    void anIngestionRefusesIt() {
      restoreFromBeforeIngestion();
      assertRefused(
          UnadoptedHotData.class,
          store -> store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER),
          e ->
              assertThat(e.notice().orElseThrow().steps())
                  .contains(new OperatorStep.AdoptHot(ZERO)));
    }

    @Test
    void adoptionTakesItAndIngestionGoesOn() {
      restoreFromBeforeIngestion();
      machine.lake.forgetRequests();
      try (Store store = machine.open()) {
        assertThat(store.adoption().hot(ZERO, Optional.of(NETWORK), CancelToken.NEVER).ledgers())
            .isEqualTo(3);
        assertThat(machine.lake.requests()).isEqualTo(FakeBackend.Requests.NONE);
        assertThat(machine.catalog())
            .containsEntry("hot:chunk:00000000", "ready")
            .containsEntry("config:network", NETWORK);
        store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      }
      assertThat(audit()).isEmpty();
    }

    /** The bytes may be written once more on the way: not those of what is damaged. */
    @Test
    void whatIsNotSoundIsNotTouchedByAnAdoption() {
      restoreFromBeforeIngestion();
      machine.damage(machine.hotDirectory(ZERO).resolve("WITNESS"), 3);
      machine.damage(machine.hotDirectory(ZERO).resolve("WITNESS"), 515);
      machine.vfs.readsPastCache(false);
      machine.vfs.forgetOperations();
      assertThatThrownBy(
              () -> {
                try (Store store = machine.open()) {
                  store.adoption().hot(ZERO, Optional.of(NETWORK), CancelToken.NEVER);
                }
              })
          .isInstanceOf(StorageFailure.class);
      assertThat(machine.vfs.operations())
          .noneMatch(
              step ->
                  step.name().equals("writeAt")
                      && step.path().startsWith(machine.hotDirectory(ZERO)));
    }

    @Test
    void aSweepOfOrphansLeavesItAloneUnlessTold() {
      restoreFromBeforeIngestion();
      try (Store store = machine.open()) {
        var found = store.orphans().find(CancelToken.NEVER);
        store.orphans().remove(found, new OrphanRemoval.Scope(true, false), CancelToken.NEVER);
        assertThat(machine.hot(ZERO)).containsEntry("witness", "SOUND 4");
        store.orphans().remove(found, new OrphanRemoval.Scope(false, true), CancelToken.NEVER);
      }
      assertThat(machine.exists(machine.hotDirectory(ZERO))).isFalse();
    }

    @Test
    void aCatalogFromTheMomentInWhichItWasMadeDoesNotLetItBeWiped() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
      }
      Map<String, String> older = new TreeMap<>(machine.catalog());
      older.put("hot:chunk:00000000", "transient");
      restoreCatalog(older);
      assertRefused(
          UnadoptedHotData.class,
          store -> store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER),
          e -> assertThat(e.chunk()).isEqualTo(ZERO));
      assertRefused(
          OnlyCopy.class,
          store -> store.hot().discardHotDBForChunk(ZERO),
          e -> assertThat(e.chunk()).isEqualTo(ZERO));
      try (Store store = machine.open()) {
        store.adoption().hot(ZERO, Optional.empty(), CancelToken.NEVER);
      }
      assertThat(machine.catalog()).containsEntry("hot:chunk:00000000", "ready");
      assertThat(audit()).isEmpty();
    }

    /** RocksDB makes the families one after the other, and a making may end between two. */
    @Test
    void aMakingThatEndedBeforeTheLedgersFamilyWasThereHoldsNoneAndIsMadeAgain() {
      machine.open().close();
      makeWithFamilies(Set.of(ColumnFamily.DEFAULT));
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      }
      assertThat(machine.hot(ZERO)).containsEntry("witness", "SOUND 5");
    }

    @Test
    void aDatabaseWithAnotherFamilyBesideTheLedgersIsNotWiped() {
      machine.open().close();
      makeWithFamilies(
          Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS, new ColumnFamily("events")));
      try (Store store = machine.open()) {
        assertThatThrownBy(
                () -> store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER))
            .isInstanceOf(OtherColumnFamilies.class);
      }
      assertThat(machine.hotStores.look(ZERO)).isEqualTo(DatabaseLook.PRESENT);
    }

    private void makeWithFamilies(Set<ColumnFamily> families) {
      machine.hotStores.create(ZERO, families, 0).close();
      Map<String, String> marked = new TreeMap<>(machine.catalog());
      marked.put("hot:chunk:00000000", "transient");
      restoreCatalog(marked);
    }

    @Test
    void aWriterThatIsOpenedTwiceIsNotTakenForIt() {
      try (Store store = machine.open()) {
        HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty());
        writer.close();
        store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
      }
    }
  }
}
