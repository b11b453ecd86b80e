package dev.permafrost.domain.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.permafrost.domain.catalog.CatalogKey;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.failure.CatalogLost;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StoreNotFound;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.failure.WrongStore;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A store is made, opened and matched with its roots (docs/protocol.md, "Opening a store"). */
@SuppressWarnings("MustBeClosedChecker") // opening and closing are what is tested
final class StoreOpeningTest {

  private static final StoreId OTHER_ID = new StoreId("fedcba9876543210fedcba9876543210");

  private static final RootPaths APART =
      new RootPaths(Path.of("/volume/catalog"), Path.of("/fast/hot"), Path.of("/large/cold"));

  /** The steps that change something. */
  private static final Set<String> CHANGING =
      Set.of("create", "openWrite", "makeDirectory", "unlink", "removeDirectory", "writeAt");

  private TestMachine machine = new TestMachine(APART);

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Nested
  final class MakingAStore {

    @Test
    void aStoreIsMadeCatalogRootFirstThenTheOthersThenTheDatabaseAndTheKeyOfItsIdLast() {
      machine.steps.off();
      machine.open().close();
      List<String> order =
          machine.steps.seen().stream()
              .filter(
                  step ->
                      step.matches("sync /.*PERMAFROST|catalog (create|commit) .*")
                          || step.matches(
                              "syncDirectory (/volume/catalog|/fast/hot|/large/cold).*"))
              .toList();
      assertThat(order)
          .containsExactly(
              // Reachable before first use.
              "syncDirectory /volume/catalog",
              "syncDirectory /fast/hot",
              "syncDirectory /large/cold",
              // Named, each durable before the next.
              "sync /volume/catalog/PERMAFROST",
              "syncDirectory /volume/catalog",
              "sync /fast/hot/PERMAFROST",
              "syncDirectory /fast/hot",
              "sync /large/cold/PERMAFROST",
              "syncDirectory /large/cold",
              // The catalog, durable, and its first key.
              "catalog create /volume/catalog/rocksdb",
              "syncDirectory /volume/catalog/rocksdb",
              "syncDirectory /volume/catalog",
              "catalog commit /volume/catalog/rocksdb");
      assertThat(machine.catalog())
          .containsExactly(
              Map.entry(CatalogKey.FORMAT, "1"),
              Map.entry(CatalogKey.STORE, TestMachine.id().value()));
      assertThat(machine.events.onlyAttemptAt(Operation.OPEN_STORE).outcome())
          .isEqualTo(Outcome.DONE);
      assertThat(machine.events.remarks())
          .singleElement()
          .satisfies(
              remark ->
                  assertThat(remark.text())
                      .contains("making store " + TestMachine.id() + " at /vol"));
    }

    /** Lesson 2. */
    @Test
    void everyDirectoryAboveARootIsSyncedBeforeItsFirstUseWhoeverCreatedIt() throws IOException {
      machine = new TestMachine();
      for (String existing : List.of("/srv", "/srv/data", "/srv/data/hot")) {
        machine.vfs.makeDirectory(Path.of(existing));
      }
      for (boolean isNew : new boolean[] {true, false}) {
        machine.steps.off();
        machine.open().close();
        List<String> steps = machine.steps.seen();
        assertSyncedBefore(
            firstUse(steps, "/srv/data/catalog", isNew),
            List.of("/srv/data/catalog", "/srv/data", "/srv", "/"));
        assertSyncedBefore(
            firstUse(steps, "/srv/data/hot", isNew),
            List.of("/srv/data/hot", "/srv/data", "/srv", "/"));
        assertSyncedBefore(firstUse(steps, "/srv/data", isNew), List.of("/srv/data", "/srv", "/"));
        assertThat(steps.stream().filter("syncDirectory /"::equals))
            .as("once for each root")
            .hasSize(3);
      }
    }

    @Test
    void aRootIsSyncedUpToTheTopOfItsFileSystemAndNotBeyond() throws IOException {
      machine.vfs.mount(Path.of("/fast"));
      machine.vfs.makeDirectory(Path.of("/large"));
      machine.vfs.mount(Path.of("/large/cold"));
      machine.steps.off();
      machine.open().close();
      List<String> steps = machine.steps.seen();
      assertSyncedBefore(
          firstUse(steps, "/volume/catalog", true), List.of("/volume/catalog", "/volume", "/"));
      assertSyncedBefore(firstUse(steps, "/fast/hot", true), List.of("/fast/hot", "/fast"));
      assertSyncedBefore(firstUse(steps, "/large/cold", true), List.of("/large/cold"));
      assertThat(steps).doesNotContain("syncDirectory /large");
      assertThat(steps.stream().filter("syncDirectory /"::equals)).as("for the catalog").hasSize(1);
    }

    @Test
    void makingCutShortAtEveryStepIsFinishedByTheNextProcessWithTheIdOfTheCatalogRoot() {
      Map<String, String> asFirst = madeWith(TestMachine.id());
      Map<String, String> asSecond = madeWith(OTHER_ID);
      int cut = 0;
      boolean finished = false;
      while (!finished) {
        machine = new TestMachine(APART);
        machine.steps.dieAt(cut++);
        try {
          machine.open().close();
          finished = !machine.steps.struck();
        } catch (Steps.Death expected) {
          finished = false;
        }
        machine = machine.restarted();
        boolean named = isNamed(RootRole.CATALOG, TestMachine.id());
        Store.open(machine.ports(), machine.settings(), () -> OTHER_ID).close();
        assertThat(machine.state()).as("cut %s", cut).isEqualTo(named ? asFirst : asSecond);
        machine.requireNothingOpen();
      }
      assertThat(cut).isGreaterThan(50);
    }

    @Test
    void makingThatFailedAtAnyStepLeavesNothingOpenAndIsFinishedByTheSameProcess() {
      Map<String, String> expected = madeWith(TestMachine.id());
      int failed = 0;
      boolean finished = false;
      while (!finished) {
        machine = new TestMachine(APART);
        machine.steps.failOnceAt(failed++);
        try {
          machine.open().close();
          finished = !machine.steps.struck();
        } catch (StorageFailure e) {
          machine.requireNothingOpen();
        }
        machine.steps.off();
        machine.open().close();
        assertThat(machine.state()).as("failed %s", failed).isEqualTo(expected);
        machine.requireNothingOpen();
      }
      assertThat(failed).isGreaterThan(50);
    }

    /** What a killed process named may be visible and still not durable. */
    @Test
    void whoeverFinishesAStoreSyncsTheNamesThatAreVisibleAlready() {
      machine.open().close();
      changeCatalog(batch -> batch.delete(CatalogKey.STORE).delete(CatalogKey.FORMAT));
      machine.steps.off();
      machine.events.clear();
      machine.open().close();
      assertThat(machine.events.remarks())
          .singleElement()
          .satisfies(
              remark -> assertThat(remark.text()).contains("finishing store " + TestMachine.id()));
      assertThat(machine.steps.seen())
          .containsSubsequence(
              "sync /volume/catalog/PERMAFROST",
              "syncDirectory /volume/catalog",
              "sync /fast/hot/PERMAFROST",
              "syncDirectory /fast/hot",
              "sync /large/cold/PERMAFROST",
              "syncDirectory /large/cold",
              "syncDirectory /volume/catalog/rocksdb",
              "syncDirectory /volume/catalog",
              "catalog commit /volume/catalog/rocksdb");
      machine.lose(machine.roots.catalog().resolve("rocksdb"));
      machine.steps.off();
      machine.open().close();
      assertThat(machine.steps.seen())
          .containsSubsequence(
              "sync /volume/catalog/PERMAFROST",
              "sync /fast/hot/PERMAFROST",
              "sync /large/cold/PERMAFROST",
              "catalog create /volume/catalog/rocksdb");
    }

    @Test
    void aStoreThatAnotherProcessMadeBetweenTheLookAndTheLockIsOpenedAndNotMadeAgain() {
      StorePorts ports = lookingThen(1, () -> openAs(machine.vfs.otherProcess(), 4712));
      Store.open(ports, machine.settings(), TestMachine::id).close();
      assertThat(machine.catalog()).containsEntry(CatalogKey.STORE, OTHER_ID.value());
      assertThat(isNamed(RootRole.COLD, OTHER_ID)).isTrue();
    }

    @Test
    void aRootThatAnotherStoreTookBetweenTheLookAndTheLockIsRefused() {
      TestMachine other = new TestMachine(APART);
      Store.open(other.ports(), other.settings(), () -> OTHER_ID).close();
      StorePorts ports =
          lookingThen(
              1,
              () -> {
                machine.makeDirectories(machine.roots.hot());
                machine.write(identity(RootRole.HOT), other.bytes(identity(RootRole.HOT)));
              });
      assertThatThrownBy(() -> Store.open(ports, machine.settings(), TestMachine::id))
          .isInstanceOf(WrongStore.class);
      assertThat(isNamed(RootRole.HOT, OTHER_ID)).isTrue();
    }
  }

  @Nested
  final class OpeningAStoreThatIsThere {

    @Test
    void openingAFinishedStoreWritesNothingButItsLocks() {
      machine.open().close();
      var tree = machine.tree();
      machine.steps.off();
      Store.open(machine.ports(), machine.settings(), () -> OTHER_ID).close();
      assertThat(machine.steps.seen())
          .filteredOn(step -> CHANGING.contains(step.split(" ", -1)[0]))
          .isNotEmpty()
          .allMatch(step -> step.matches("(openWrite|writeAt) .*/PERMAFROST"));
      assertThat(machine.steps.seen()).noneMatch(step -> step.startsWith("catalog commit"));
      assertThat(machine.tree()).isEqualTo(tree);
      assertThat(machine.catalog())
          .containsExactly(
              Map.entry(CatalogKey.FORMAT, "1"),
              Map.entry(CatalogKey.STORE, TestMachine.id().value()));
    }

    @ParameterizedTest
    @EnumSource
    void aRootWithoutItsIdentityIsAnEmptyMountPointAndIsLeftAsItIs(RootRole role) {
      fill();
      machine.lose(machine.roots.of(role));
      machine.makeDirectories(machine.roots.of(role));
      assertRefusedAndUntouched(
          WrongStore.class,
          e -> {
            assertThat(e.root()).isEqualTo(role.word());
            assertThat(e.path()).isEqualTo(machine.roots.of(role).toString());
            assertThat(e.notice()).isPresent();
          });
    }

    @ParameterizedTest
    @EnumSource
    void aRootThatIsNotThereAtAllIsRefusedAndNotMade(RootRole role) {
      fill();
      machine.lose(machine.roots.of(role));
      assertRefusedAndUntouched(WrongStore.class, e -> assertThat(e.root()).isEqualTo(role.word()));
      assertThat(machine.exists(machine.roots.of(role))).isFalse();
    }

    /**
     * Also where there is no data yet, nothing but the key that says that the store is finished.
     */
    @ParameterizedTest
    @EnumSource(names = {"HOT", "COLD"})
    void aFinishedStoreWithoutDataMissesItsRootsToo(RootRole role) {
      machine.open().close();
      machine.lose(identity(role));
      assertRefusedAndUntouched(WrongStore.class, e -> assertThat(e.root()).isEqualTo(role.word()));
    }

    @Test
    void aCatalogWhoseRootsHaveAllLostTheirIdentitiesIsRefusedAndLeftAsItIs() {
      fill();
      for (RootRole role : RootRole.values()) {
        machine.lose(identity(role));
      }
      assertRefusedAndUntouched(WrongStore.class, e -> assertThat(e.root()).isEqualTo("catalog"));
    }

    @ParameterizedTest
    @EnumSource
    void aRootOfAnotherStoreIsRefusedAndLeftAsItIs(RootRole role) {
      fill();
      TestMachine other = new TestMachine(APART);
      Store.open(other.ports(), other.settings(), () -> OTHER_ID).close();
      machine.write(identity(role), other.bytes(identity(role)));
      assertRefusedAndUntouched(
          WrongStore.class,
          e -> assertThat(e.getMessage()).contains(OTHER_ID.value(), TestMachine.id().value()));
    }

    /** All of it is another store's, but the catalog's database. */
    @Test
    void aCatalogOfAnotherStoreUnderThisOnesIdentitiesIsRefused() {
      fill();
      TestMachine other = new TestMachine(APART);
      Store.open(other.ports(), other.settings(), () -> OTHER_ID).close();
      for (RootRole role : RootRole.values()) {
        machine.write(identity(role), other.bytes(identity(role)));
      }
      assertRefusedAndUntouched(
          WrongStore.class, e -> assertThat(e.expected()).contains(TestMachine.id().value()));
    }

    @Test
    void aRootInTheWrongRoleIsRefusedAndLeftAsItIs() {
      fill();
      byte[] hot = machine.bytes(identity(RootRole.HOT));
      machine.write(identity(RootRole.HOT), machine.bytes(identity(RootRole.COLD)));
      machine.write(identity(RootRole.COLD), hot);
      assertRefusedAndUntouched(WrongStore.class, e -> assertThat(e.found()).contains("cold root"));
    }

    /** Not even a directory is created next to it. */
    @Test
    void aRootOfAnotherStoreIsRefusedBeforeAnythingIsMadeWhereTheCatalogIsGone() {
      TestMachine other = new TestMachine(APART);
      Store.open(other.ports(), other.settings(), () -> OTHER_ID).close();
      machine.open().close();
      machine.lose(machine.roots.catalog().resolve("rocksdb"));
      machine.lose(machine.roots.cold());
      machine.write(identity(RootRole.HOT), other.bytes(identity(RootRole.HOT)));
      assertRefusedAndUntouched(
          WrongStore.class, e -> assertThat(e.found()).contains(OTHER_ID.value()));
    }

    @Test
    void aRootOfAnotherStoreIsRefusedEvenBeforeThereIsACatalog() {
      TestMachine other = new TestMachine(APART);
      other.open().close();
      machine.makeDirectories(machine.roots.cold());
      machine.write(identity(RootRole.COLD), other.bytes(identity(RootRole.COLD)));
      var tree = machine.tree();
      assertThatThrownBy(() -> machine.open()).isInstanceOf(WrongStore.class);
      assertThat(machine.tree()).isEqualTo(tree);
    }

    @ParameterizedTest
    @EnumSource
    void anIdentityThatIsNotSoundIsRefusedAndNeverWrittenAnew(RootRole role) {
      fill();
      machine.damage(identity(role), 20);
      assertRefusedAndUntouched(
          WrongStore.class, e -> assertThat(e.found()).contains("invalid content"));
    }
  }

  @Nested
  final class ACatalogThatIsLost {

    @ParameterizedTest
    @EnumSource(names = {"HOT", "COLD"})
    void aCatalogIsNeverMadeAnewOverData(RootRole holding) {
      try (Store store = machine.open()) {
        if (holding == RootRole.HOT) {
          ingest(store);
        } else {
          freeze(store);
        }
      }
      machine.lose(machine.roots.catalog().resolve("rocksdb/CURRENT"));
      assertRefusedAndUntouched(
          CatalogLost.class,
          e -> {
            assertThat(e.found()).contains(machine.roots.of(holding).toString());
            assertThat(e.notice()).isPresent();
          });
      machine.lose(machine.roots.catalog().resolve("rocksdb"));
      assertRefusedAndUntouched(
          CatalogLost.class, e -> assertThat(e.found()).contains(holding.word() + " root"));
    }

    @ParameterizedTest
    @EnumSource(names = {"HOT", "COLD"})
    void dataOfNobodyIsNotTakenForANewStores(RootRole holding) {
      machine.makeDirectories(data(holding));
      assertRefusedAndUntouched(
          CatalogLost.class, e -> assertThat(e.found()).contains(holding.word() + " root"));
      assertThat(machine.exists(machine.roots.catalog())).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"HOT", "COLD"})
    void dataThatTurnsUpBetweenTheLookAndTheLockIsNotTakenForANewStoresEither(RootRole holding) {
      for (int look : new int[] {1, 2}) {
        machine = new TestMachine(APART);
        StorePorts ports = lookingThen(look, () -> machine.makeDirectories(data(holding)));
        assertThatThrownBy(() -> Store.open(ports, machine.settings(), TestMachine::id))
            .isInstanceOf(CatalogLost.class);
        assertThat(machine.catalog()).isEmpty();
      }
    }

    /**
     * The database was made, and is empty, but another process left data: it cannot be finished.
     */
    @ParameterizedTest
    @EnumSource(names = {"HOT", "COLD"})
    void anEmptyCatalogIsNotFinishedOverData(RootRole holding) {
      machine.open().close();
      changeCatalog(batch -> batch.delete(CatalogKey.STORE).delete(CatalogKey.FORMAT));
      machine.makeDirectories(data(holding));
      assertRefusedAndUntouched(
          CatalogLost.class, e -> assertThat(e.found()).contains(holding.word() + " root"));
    }

    @Test
    void aCatalogThatIsGoneFromAStoreWithoutDataIsMadeAgainUnderTheSameId() {
      machine.open().close();
      Map<String, String> before = machine.state();
      machine.lose(machine.roots.catalog().resolve("rocksdb"));
      Store.open(machine.ports(), machine.settings(), () -> OTHER_ID).close();
      assertThat(machine.state()).isEqualTo(before);
    }

    @Test
    void aCatalogWithKeysButWithoutTheStoresIdIsLost() {
      fill();
      changeCatalog(batch -> batch.delete(CatalogKey.STORE));
      assertRefusedAndUntouched(
          CatalogLost.class, e -> assertThat(e.found()).contains(CatalogKey.STORE));
    }

    @Test
    void anIdThatIsNoneIsAnErrorThatNamesItsKey() {
      machine.open().close();
      changeCatalog(batch -> batch.put(CatalogKey.STORE, "nobody"));
      assertRefusedAndUntouched(
          UnknownCatalogEntry.class, e -> assertThat(e.key()).isEqualTo(CatalogKey.STORE));
    }
  }

  @Nested
  final class Reading {

    @Test
    void readingWhatIsNotThereFindsNoStoreAndCreatesNothing() {
      machine.makeDirectories(Path.of("/volume"));
      assertViewRefusedAndUntouched(StoreNotFound.class);
      machine.makeDirectories(machine.roots.catalog());
      assertViewRefusedAndUntouched(StoreNotFound.class);
    }

    @Test
    void readingAHalfMadeStoreFindsNoneAtWhicheverStepItWasCutShort() {
      int cut = 0;
      boolean finished = false;
      while (!finished) {
        machine = new TestMachine(APART);
        machine.steps.dieAt(cut++);
        try {
          machine.open().close();
          finished = !machine.steps.struck();
        } catch (Steps.Death expected) {
          finished = false;
        }
        machine = machine.restarted();
        if (!machine.catalog().containsKey(CatalogKey.STORE)) {
          var tree = machine.tree();
          assertThatThrownBy(machine::view)
              .as("cut %s", cut)
              .isInstanceOfAny(StoreNotFound.class, WrongStore.class);
          assertThat(machine.tree()).isEqualTo(tree);
          machine.requireNothingOpen();
        }
      }
    }

    @Test
    void readingAStoreChangesNothingAtAll() {
      fill();
      machine.steps.off();
      try (StoreView view = machine.view()) {
        assertThat(view.catalog().scan().rows()).hasSize(2);
        assertThat(rawBytes(view, 2)).isPositive();
        assertThat(rawBytes(view, 6)).isPositive();
        assertThat(view.verification().verify(TestMachine.ONE, CancelToken.NEVER).isClean())
            .isTrue();
        assertThat(view.inventory().status(TestMachine.ZERO).problems()).isEmpty();
      }
      assertThat(machine.steps.seen())
          .noneMatch(step -> CHANGING.contains(step.split(" ", -1)[0]))
          .noneMatch(step -> step.startsWith("catalog commit") || step.startsWith("sync"));
    }

    @ParameterizedTest
    @EnumSource
    void aReaderRefusesWhatAWriterWould(RootRole role) {
      fill();
      byte[] sound = machine.bytes(identity(role));
      machine.damage(identity(role), 20);
      assertViewRefusedAndUntouched(WrongStore.class);
      machine.write(identity(role), sound);
      machine.view().close();
      machine.lose(machine.roots.of(role));
      assertViewRefusedAndUntouched(WrongStore.class);
    }

    @Test
    void aReaderOfAnotherStoresCatalogIsRefused() {
      fill();
      changeCatalog(batch -> batch.put(CatalogKey.STORE, OTHER_ID.value()));
      assertViewRefusedAndUntouched(WrongStore.class);
    }

    @Test
    void aReaderToldOfALostCatalogIsToldOfTheLoss() {
      fill();
      machine.lose(machine.roots.catalog().resolve("rocksdb"));
      assertViewRefusedAndUntouched(CatalogLost.class);
    }
  }

  @Nested
  final class OneWriterOrManyReaders {

    @Test
    void aSecondWriterIsToldWhichRootAndWhosePid() {
      try (Store store = machine.open()) {
        MemoryVfs second = machine.vfs.otherProcess();
        assertThatThrownBy(() -> openAs(second, 4712))
            .isInstanceOfSatisfying(
                RootLocked.class,
                e -> {
                  assertThat(e.root()).isEqualTo("catalog");
                  assertThat(e.pid()).hasValue(4711);
                });
        assertThat(second.openFiles()).isZero();
        assertThat(store.catalog().scan().rows()).isEmpty();
      }
    }

    @Test
    void aReaderBesideAWriterIsRefusedWithItsPidAndTwoReadersAreNot() {
      try (Store store = machine.open()) {
        MemoryVfs second = machine.vfs.otherProcess();
        assertThatThrownBy(() -> StoreView.open(machine.ports(second, 4712), machine.settings()))
            .isInstanceOfSatisfying(RootLocked.class, e -> assertThat(e.pid()).hasValue(4711));
        assertThat(second.openFiles()).isZero();
        assertThat(store.catalog().scan().rows()).isEmpty();
      }
      MemoryVfs second = machine.vfs.otherProcess();
      try (StoreView one = machine.view();
          StoreView two = StoreView.open(machine.ports(second, 4712), machine.settings())) {
        assertThat(two.catalog().scan().rows()).isEqualTo(one.catalog().scan().rows());
      }
      assertThat(second.openFiles()).isZero();
    }

    @Test
    void aWriterBesideAReaderIsRefusedAndChangesNothing() {
      fill();
      try (StoreView view = machine.view()) {
        var tree = machine.tree();
        MemoryVfs second = machine.vfs.otherProcess();
        assertThatThrownBy(() -> openAs(second, 4712))
            .isInstanceOfSatisfying(RootLocked.class, e -> assertThat(e.pid()).isEmpty());
        assertThat(view.catalog().scan().rows()).hasSize(2);
        assertThat(machine.tree()).isEqualTo(tree);
        assertThat(second.openFiles()).isZero();
      }
      machine.open().close();
    }

    /** Each root is locked, not only the first. */
    @Test
    void aProcessThatHoldsOneRootKeepsOthersOutAndKillingItLetsThemIn() {
      fill();
      for (RootRole role : RootRole.values()) {
        MemoryVfs killed = machine.vfs.otherProcess();
        StorePorts ports = machine.ports(killed, 4712);
        ports.files().roots().claim(role);
        assertThatThrownBy(machine::open)
            .isInstanceOfSatisfying(
                RootLocked.class,
                e -> {
                  assertThat(e.root()).isEqualTo(role.word());
                  assertThat(e.pid()).hasValue(4712);
                });
        machine.requireNothingOpen();
        killed.kill();
        machine.open().close();
      }
    }

    @Test
    void twoStoresInOneProcessAreRefusedAndTheFirstGoesOn() {
      try (Store store = machine.open()) {
        assertThatThrownBy(machine::open).isInstanceOf(RootLocked.class);
        ingest(store);
        assertThat(store.catalog().scan().rows()).hasSize(1);
      }
    }

    @Test
    void closingTwiceIsHarmless() {
      Store store = machine.open();
      store.close();
      store.close();
      machine.open().close();
      StoreView view = machine.view();
      view.close();
      view.close();
      machine.open().close();
    }

    @Test
    void anOpeningThatFailedIsToldOnceWithItsFailure() {
      fill();
      machine.events.clear();
      machine.damage(identity(RootRole.HOT), 20);
      assertThatThrownBy(machine::open).isInstanceOf(WrongStore.class);
      assertThat(machine.events.onlyAttemptAt(Operation.OPEN_STORE).outcome())
          .isEqualTo(Outcome.FAILED);
      assertThat(machine.events.onlyAttemptAt(Operation.OPEN_STORE).failure())
          .containsInstanceOf(WrongStore.class);
    }

    /** The first failure is the one that counts; none that comes later hides it. */
    @Test
    void whatFailsWhileAFailedOpeningIsClosedIsAddedToItsFailure() {
      fill();
      changeCatalog(batch -> batch.put(CatalogKey.STORE, "nobody"));
      StorePorts ports = machine.ports();
      IllegalStateException ofRoots = new IllegalStateException("the roots");
      IllegalStateException ofCatalog = new IllegalStateException("the catalog");
      StoreRoots roots = mock(StoreRoots.class, delegatesTo(ports.files().roots()));
      doAnswer(
              call -> {
                ports.files().roots().close();
                throw ofRoots;
              })
          .when(roots)
          .close();
      MetaStores catalogs = mock(MetaStores.class, delegatesTo(ports.databases().catalog()));
      doAnswer(call -> failingToClose(ports.databases().catalog().openExisting(), ofCatalog))
          .when(catalogs)
          .openExisting();
      StorePorts failing =
          new StorePorts(
              new StorePorts.Databases(catalogs, ports.databases().hot()),
              new StorePorts.Files(
                  roots,
                  ports.files().hotDirectories(),
                  ports.files().artifacts(),
                  ports.files().packs()),
              ports.codec(),
              ports.backend(),
              ports.work(),
              ports.time(),
              ports.events());
      assertThatThrownBy(() -> Store.open(failing, machine.settings(), TestMachine::id))
          .isInstanceOf(UnknownCatalogEntry.class)
          .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(ofCatalog, ofRoots));
    }

    @Test
    void theRootsAreReleasedAlthoughTheCatalogCannotBeClosed() {
      fill();
      IllegalStateException failure = new IllegalStateException("the catalog");
      StorePorts ports = machine.ports();
      MetaStores catalogs = mock(MetaStores.class, delegatesTo(ports.databases().catalog()));
      doAnswer(call -> failingToClose(ports.databases().catalog().openExisting(), failure))
          .when(catalogs)
          .openExisting();
      doAnswer(call -> failingToClose(ports.databases().catalog().openReadOnly(), failure))
          .when(catalogs)
          .openReadOnly();
      StorePorts.Databases databases = new StorePorts.Databases(catalogs, ports.databases().hot());
      Store store =
          Store.open(with(machine.ports(), databases), machine.settings(), TestMachine::id);
      assertThatThrownBy(store::close).isSameAs(failure);
      StoreView view = StoreView.open(with(machine.ports(), databases), machine.settings());
      assertThatThrownBy(view::close).isSameAs(failure);
      openAs(machine.vfs.otherProcess(), 4712);
    }

    @Test
    void theSettingsOfARealStoreTrustNothingAndAByteOnItsWayIsTheLeast() {
      StoreSettings small = machine.settings();
      assertThat(new StoreSettings(small.geometry(), small.kinds(), small.patience(), 1).anchors())
          .isEqualTo(Anchors.none());
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new StoreSettings(small.geometry(), small.kinds(), small.patience(), 0));
      StoreSettings standard = StoreSettings.standard(small.kinds());
      assertThat(standard.geometry()).isEqualTo(Geometry.STANDARD);
      assertThat(standard.kinds()).isEqualTo(small.kinds());
      assertThat(standard.patience()).isEqualTo(CoveragePatience.DEFAULT);
      assertThat(standard.maxBytesInFlight()).isEqualTo(32L << 20);
    }
  }

  /** The steps up to the one that names a root, or, where it is named, to the end of opening. */
  private static List<String> firstUse(List<String> steps, String root, boolean isNew) {
    int until = isNew ? steps.indexOf("sync " + root + "/PERMAFROST") : steps.size();
    int locked = steps.indexOf("tryLock " + root + "/PERMAFROST");
    assertThat(locked).isBetween(0, until);
    return steps.subList(locked, until);
  }

  private static void assertSyncedBefore(List<String> steps, List<String> directories) {
    assertThat(steps)
        .containsSubsequence(
            directories.stream().map(directory -> "syncDirectory " + directory).toList());
  }

  private static Map<String, String> madeWith(StoreId id) {
    TestMachine reference = new TestMachine(APART);
    Store.open(reference.ports(), reference.settings(), () -> id).close();
    return reference.state();
  }

  private boolean isNamed(RootRole role, StoreId id) {
    Path file = identity(role);
    return machine.exists(file)
        && new String(machine.bytes(file), StandardCharsets.US_ASCII).contains("store " + id);
  }

  /** Ports in which something happens right after one of the looks at the catalog's database. */
  private StorePorts lookingThen(int after, Runnable meanwhile) {
    StorePorts ports = machine.ports();
    MetaStores raced =
        new MetaStores() {
          private int looks;

          @Override
          public String location() {
            return machine.metaStores.location();
          }

          @Override
          public DatabaseLook look() {
            DatabaseLook look = machine.metaStores.look();
            if (++looks == after) {
              meanwhile.run();
            }
            return look;
          }

          @Override
          public List<String> sharedFiles() {
            return machine.metaStores.sharedFiles();
          }

          @Override
          public Reading readAsIs() {
            return machine.metaStores.readAsIs();
          }

          @Override
          public void acceptAsIs() {
            machine.metaStores.acceptAsIs();
          }

          @Override
          public MetaStore create() {
            return machine.metaStores.create();
          }

          @Override
          public MetaStore openExisting() {
            return machine.metaStores.openExisting();
          }

          @Override
          public MetaStore openReadOnly() {
            return machine.metaStores.openReadOnly();
          }
        };
    return new StorePorts(
        new StorePorts.Databases(raced, ports.databases().hot()),
        ports.files(),
        ports.codec(),
        ports.backend(),
        ports.work(),
        ports.time(),
        ports.events());
  }

  private Path data(RootRole holding) {
    return machine.roots.of(holding).resolve(holding == RootRole.HOT ? "00000000" : "ledgers");
  }

  private void changeCatalog(Consumer<MetaBatch.Builder> change) {
    MetaBatch.Builder batch = MetaBatch.builder();
    change.accept(batch);
    try (MetaStore store = machine.metaStores.openExisting()) {
      store.commit(batch.build());
    }
  }

  private static StorePorts with(StorePorts ports, StorePorts.Databases databases) {
    return new StorePorts(
        databases,
        ports.files(),
        ports.codec(),
        ports.backend(),
        ports.work(),
        ports.time(),
        ports.events());
  }

  private static MetaStore failingToClose(MetaStore real, RuntimeException failure) {
    MetaStore failing = mock(MetaStore.class, delegatesTo(real));
    doAnswer(
            call -> {
              real.close();
              throw failure;
            })
        .when(failing)
        .close();
    return failing;
  }

  private void openAs(MemoryVfs process, long pid) {
    Store.open(machine.ports(process, pid), machine.settings(), () -> OTHER_ID).close();
  }

  /** A store with a hot chunk and a frozen one. */
  private void fill() {
    try (Store store = machine.open()) {
      ingest(store);
      freeze(store);
    }
  }

  private static void ingest(Store store) {
    store.ingest().ingestFromLake(TestMachine.ZERO, OptionalLong.empty(), CancelToken.NEVER);
  }

  private static int rawBytes(StoreView view, long sequence) {
    return view.ledgers().<Integer>withLedger(sequence, ByteBuffer::remaining);
  }

  private static void freeze(Store store) {
    store.freezer().processChunk(TestMachine.ONE, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
  }

  private Path identity(RootRole role) {
    return machine.roots.of(role).resolve("PERMAFROST");
  }

  private <T extends StorageFailure> void assertRefusedAndUntouched(
      Class<T> expected, Consumer<T> facts) {
    var tree = machine.tree();
    Map<String, String> catalog = machine.catalog();
    assertThatThrownBy(machine::open).isInstanceOfSatisfying(expected, facts);
    assertThat(machine.tree()).isEqualTo(tree);
    assertThat(machine.catalog()).isEqualTo(catalog);
    machine.requireNothingOpen();
  }

  private void assertViewRefusedAndUntouched(Class<? extends StorageFailure> expected) {
    var tree = machine.tree();
    List<MemoryVfs.Operation> before = new ArrayList<>(machine.vfs.operations());
    assertThatThrownBy(machine::view).isInstanceOf(expected);
    assertThat(machine.vfs.operations().subList(before.size(), machine.vfs.operations().size()))
        .noneMatch(operation -> CHANGING.contains(operation.name()));
    assertThat(machine.tree()).isEqualTo(tree);
    machine.requireNothingOpen();
  }
}
