package dev.permafrost.domain.store;

import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.AuditRequest;
import dev.permafrost.domain.audit.Finding;
import dev.permafrost.domain.catalog.CatalogKey;
import dev.permafrost.domain.store.CatalogRecovery.Need;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.failure.CatalogDamaged;
import dev.permafrost.ports.failure.CatalogLost;
import dev.permafrost.ports.failure.NewerStore;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.failure.StoreNotFound;
import dev.permafrost.ports.failure.WrongStore;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.source.FakeBackend.Requests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Catalogs that are accepted as they are, or made again, on purpose. */
@SuppressWarnings("MustBeClosedChecker") // opening and closing are what is tested
final class CatalogRecoveryTest {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  private TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  private void fill() {
    try (Store store = machine.open()) {
      store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER);
      store.ingest().ingestFromLake(ONE, OptionalLong.of(7), CancelToken.NEVER);
    }
  }

  private void change(MetaBatch batch) {
    try (MetaStore store = machine.metaStores.openExisting()) {
      store.commit(batch);
    }
  }

  private List<Finding> audit() {
    try (StoreView view = machine.view()) {
      return view.audit()
          .run(AuditRequest.ofEverything(), new Audit.Listener() {}, CancelToken.NEVER)
          .violations();
    }
  }

  private void adoptEverything() {
    try (Store store = machine.open()) {
      store.adoption().inPlace(ZERO, Optional.of(NETWORK), CancelToken.NEVER);
      store.adoption().hot(ONE, Optional.of(NETWORK), CancelToken.NEVER);
    }
  }

  @Test
  void aCatalogThatIsWholeIsLeftAsItIs() {
    fill();
    Map<String, String> before = machine.state();
    assertThat(CatalogRecovery.plan(machine.ports()).need()).isEqualTo(Need.NONE);
    assertThat(CatalogRecovery.carryOut(machine.ports(), TestMachine::id).need())
        .isEqualTo(Need.NONE);
    assertThat(machine.state()).isEqualTo(before);
  }

  @Test
  void aCatalogThatIsWholeIsMadeDurableAllTheSame() {
    fill();
    machine.steps.off();
    assertThat(CatalogRecovery.carryOut(machine.ports(), TestMachine::id).need())
        .isEqualTo(Need.NONE);
    assertThat(machine.steps.seen())
        .containsSubsequence(
            MemoryMetaStores.READ_AS_IS + " " + machine.roots.catalog().resolve("rocksdb"),
            "syncDirectory " + machine.roots.catalog().resolve("rocksdb"),
            "syncDirectory " + machine.roots.catalog());
  }

  @Test
  void aPlanChangesNothing() {
    fill();
    machine.lose(machine.roots.catalog().resolve("rocksdb"));
    Map<String, String> before = machine.state();
    assertThat(CatalogRecovery.plan(machine.ports()).need()).isEqualTo(Need.MAKE);
    assertThat(machine.state()).isEqualTo(before);
  }

  @Test
  void aCatalogThatIsGoneIsMadeAgainAndAdoptionFindsWhatItSaid() {
    fill();
    Map<String, String> catalog = machine.catalog();
    machine.lose(machine.roots.catalog());
    assertThatThrownBy(() -> machine.open()).isInstanceOf(WrongStore.class);

    CatalogRecovery.Plan done = CatalogRecovery.carryOut(machine.ports(), TestMachine::id);
    assertThat(done.need()).isEqualTo(Need.MAKE);
    assertThat(done.store()).contains(TestMachine.id());
    assertThat(machine.catalog()).containsOnlyKeys(CatalogKey.STORE, CatalogKey.FORMAT);
    assertThat(audit()).hasSize(2);
    machine.lake.forgetRequests();
    adoptEverything();
    assertThat(machine.catalog()).isEqualTo(catalog);
    assertThat(audit()).isEmpty();
  }

  @Test
  void aCatalogBehindItsWitnessIsAcceptedAfterSayingWhatMayBeMissing() {
    fill();
    machine.write(
        machine.roots.catalog().resolve("rocksdb/WITNESS"),
        MemoryMetaStores.witnessThatSays(WitnessReading.sound(1_000)));
    assertThatThrownBy(() -> machine.open())
        .isInstanceOfSatisfying(CatalogDamaged.class, e -> assertThat(e.isReadable()).isTrue());

    CatalogRecovery.Plan plan = CatalogRecovery.plan(machine.ports());
    assertThat(plan.need()).isEqualTo(Need.ACCEPT);
    assertThat(plan.missing()).contains("changes that were acknowledged");
    CatalogRecovery.carryOut(machine.ports(), TestMachine::id);
    machine.open().close();
    assertThat(audit()).isEmpty();
  }

  @Test
  void aCatalogWithoutItsStoreGetsTheIdOfItsRoots() {
    fill();
    change(MetaBatch.builder().delete(CatalogKey.STORE).build());
    assertThatThrownBy(() -> machine.open()).isInstanceOf(CatalogLost.class);
    CatalogRecovery.carryOut(machine.ports(), TestMachine::id);
    assertThat(machine.catalog()).containsEntry(CatalogKey.STORE, TestMachine.id().value());
    machine.open().close();
    assertThat(audit()).isEmpty();
  }

  @Test
  void everyRootIsNamedDurablyBeforeTheCatalogSaysWhoseTheyAre() {
    fill();
    change(MetaBatch.builder().delete(CatalogKey.STORE).build());
    assertEveryRootIsSyncedFirst();
    machine.lose(machine.roots.catalog());
    assertEveryRootIsSyncedFirst();
  }

  private void assertEveryRootIsSyncedFirst() {
    machine.steps.off();
    CatalogRecovery.carryOut(machine.ports(), TestMachine::id);
    List<String> steps = machine.steps.seen();
    String commit = MemoryMetaStores.COMMIT + " " + machine.roots.catalog().resolve("rocksdb");
    for (Path root : List.of(machine.roots.catalog(), machine.roots.hot(), machine.roots.cold())) {
      assertThat(steps)
          .containsSubsequence(
              "sync " + root.resolve("PERMAFROST"), "syncDirectory " + root, commit);
    }
    assertThat(steps)
        .containsSubsequence(
            "syncDirectory " + machine.roots.catalog().resolve("rocksdb"),
            "syncDirectory " + machine.roots.catalog(),
            commit);
  }

  @Test
  void rootsThatDoNotAgreeAreRefused() {
    fill();
    change(MetaBatch.builder().put(CatalogKey.STORE, "f".repeat(32)).build());
    Map<String, String> before = machine.state();
    assertThatThrownBy(() -> CatalogRecovery.plan(machine.ports())).isInstanceOf(WrongStore.class);
    assertThatThrownBy(() -> CatalogRecovery.carryOut(machine.ports(), TestMachine::id))
        .isInstanceOf(WrongStore.class);
    assertThat(machine.state()).isEqualTo(before);
  }

  @Test
  void anEmptyMountPointIsNotTakenForARoot() {
    fill();
    machine.lose(machine.roots.hot());
    machine.makeDirectories(machine.roots.hot());
    assertThatThrownBy(() -> CatalogRecovery.carryOut(machine.ports(), TestMachine::id))
        .isInstanceOf(WrongStore.class);
  }

  @Test
  void packsWithoutAStoreGetANewIdentityAndAreAdoptedWhereTheyStand() {
    fill();
    Map<String, String> before = machine.state();
    machine.lose(machine.roots.catalog());
    loseEveryIdentity(machine);
    machine.lose(machine.roots.hot());
    assertThatThrownBy(() -> machine.open()).isInstanceOf(CatalogLost.class);
    CatalogRecovery.Plan plan = CatalogRecovery.plan(machine.ports());
    assertThat(plan.need()).isEqualTo(Need.FOUND);
    assertThat(plan.store()).isEmpty();

    CatalogRecovery.carryOut(machine.ports(), TestMachine::id);
    machine.lake.forgetRequests();
    try (Store store = machine.open()) {
      store.adoption().inPlace(ZERO, Optional.of(NETWORK), CancelToken.NEVER);
    }
    assertThat(audit()).isEmpty();
    assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
    assertThat(machine.state())
        .containsAllEntriesOf(
            before.entrySet().stream()
                .filter(file -> file.getKey().contains("ledgers/"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Test
  void aRootOfAnotherStoreBesideOneWithoutAnIdentityIsRefused() {
    fill();
    machine.lose(machine.roots.catalog());
    machine.lose(machine.roots.cold().resolve("PERMAFROST"));
    Map<String, String> before = machine.state();
    assertThatThrownBy(() -> CatalogRecovery.carryOut(machine.ports(), TestMachine::id))
        .isInstanceOf(WrongStore.class);
    assertThat(machine.state()).isEqualTo(before);
  }

  @Test
  void whereThereIsNoStoreThereIsNothingToRecover() {
    assertThatThrownBy(() -> CatalogRecovery.plan(machine.ports()))
        .isInstanceOf(StoreNotFound.class);
    assertThat(machine.exists(TestMachine.DATA)).isFalse();
  }

  @Test
  void aStoreThatIsOpenIsNotRecovered() {
    fill();
    try (Store open = machine.open()) {
      assertThat(open.catalog().network()).contains(NETWORK);
      assertThatThrownBy(
              () ->
                  CatalogRecovery.carryOut(
                      machine.ports(machine.vfs.otherProcess(), 4712), TestMachine::id))
          .isInstanceOf(RootLocked.class);
    }
  }

  @Test
  void cutShortAtEveryStepARecoveryIsFinishedByTheNextOne() {
    assertFinishedByTheNextOne(this::lost);
  }

  @Test
  void cutShortAtEveryStepAnIdentityIsFinishedByTheNextRecovery() {
    assertFinishedByTheNextOne(
        () -> {
          TestMachine packs = lost();
          loseEveryIdentity(packs);
          return packs;
        });
    assertFinishedByTheNextOne(
        () -> {
          TestMachine hot = new TestMachine();
          try (Store store = hot.open()) {
            store.ingest().ingestFromLake(ONE, OptionalLong.of(7), CancelToken.NEVER);
          }
          hot.lose(hot.roots.catalog());
          loseEveryIdentity(hot);
          return hot;
        });
  }

  private static void assertFinishedByTheNextOne(Supplier<TestMachine> lost) {
    TestMachine reference = lost.get();
    CatalogRecovery.carryOut(reference.ports(), TestMachine::id);
    Map<String, String> expected = reference.state();
    for (int step = 0; ; step++) {
      TestMachine dying = lost.get();
      dying.steps.dieAt(step);
      try {
        CatalogRecovery.carryOut(dying.ports(), TestMachine::id);
        break;
      } catch (Steps.Death death) {
        dying.steps.off();
        TestMachine restarted = dying.restarted();
        CatalogRecovery.carryOut(restarted.ports(), TestMachine::id);
        assertThat(restarted.state()).as("died at step %s", step).isEqualTo(expected);
      }
      assertThat(step).isLessThan(500);
    }
  }

  private static void loseEveryIdentity(TestMachine machine) {
    machine.lose(machine.roots.hot().resolve("PERMAFROST"));
    machine.lose(machine.roots.cold().resolve("PERMAFROST"));
  }

  private TestMachine lost() {
    TestMachine lost = new TestMachine();
    try (Store store = lost.open()) {
      store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER);
    }
    lost.lose(lost.roots.catalog());
    return lost;
  }

  // ---- config:format ---------------------------------------------------------------------------

  @Test
  void aStoreSaysItsFormat() {
    machine.open().close();
    assertThat(machine.catalog()).containsEntry(CatalogKey.FORMAT, "1");
  }

  @Test
  void aStoreWithoutAFormatIsVersionOneAndGetsTheKeyAtItsNextOpeningForWriting() {
    fill();
    change(MetaBatch.builder().delete(CatalogKey.FORMAT).build());
    assertThat(audit()).isEmpty();
    assertThat(machine.catalog()).doesNotContainKey(CatalogKey.FORMAT);
    machine.open().close();
    assertThat(machine.catalog()).containsEntry(CatalogKey.FORMAT, "1");
  }

  @Test
  void aStoreOfAHigherFormatIsRefusedBeforeAnythingElseIsReadOrWritten() {
    fill();
    change(MetaBatch.builder().put(CatalogKey.FORMAT, "2").put("config:newer", "what").build());
    Map<String, String> before = machine.state();
    assertThatThrownBy(() -> machine.open())
        .isInstanceOfSatisfying(
            NewerStore.class,
            e -> {
              assertThat(e.found()).isEqualTo(2);
              assertThat(e.known()).isEqualTo(1);
            });
    assertThatThrownBy(() -> machine.view()).isInstanceOf(NewerStore.class);
    assertThatThrownBy(() -> CatalogRecovery.carryOut(machine.ports(), TestMachine::id))
        .isInstanceOf(NewerStore.class);
    assertThat(machine.state()).isEqualTo(before);
  }
}
