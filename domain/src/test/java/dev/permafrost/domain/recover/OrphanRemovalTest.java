package dev.permafrost.domain.recover;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.AuditRequest;
import dev.permafrost.domain.audit.Finding;
import dev.permafrost.domain.audit.Orphan;
import dev.permafrost.domain.audit.Severity;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.recover.OrphanRemoval.Outcome;
import dev.permafrost.domain.store.Cuts;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.kind.TinyKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What has no key is removed on purpose, in the brackets in which the store removes its own. */
final class OrphanRemovalTest {

  private static final OrphanRemoval.Scope ALL = new OrphanRemoval.Scope(true, true);

  private static final Set<ArtifactKind> BOTH = Set.of(LEDGERS, TinyKind.KIND);

  private TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void aFileGetsTheKeyUnderWhichFilesAreRemovedAndThenGoesAsASweepRemovesIt() {
    orphan();
    try (Store store = machine.open()) {
      List<Orphan> orphans = find(store, ZERO, Optional.of(LEDGERS));
      machine.steps.off();
      store.orphans().remove(orphans, ALL, CancelToken.NEVER);
      String commit = "catalog commit " + machine.metaStores.location();
      assertThat(changes())
          .containsExactly(
              commit, // freezing
              commit, // pruning
              "unlink " + machine.pack(ZERO),
              "syncDirectory " + machine.pack(ZERO).getParent(),
              commit); // absent
      assertThat(machine.exists(machine.pack(ZERO))).isFalse();
      assertThat(machine.catalog()).doesNotContainKey("chunk:00000000:ledgers");
    }
  }

  @Test
  void aHotDirectoryIsMarkedTransientAndThenGoesAsADiscardRemovesIt() {
    orphan();
    try (Store store = machine.open()) {
      List<Orphan> orphans = find(store, TWO, Optional.empty());
      machine.steps.off();
      store.orphans().remove(orphans, ALL, CancelToken.NEVER);
      assertThat(changes())
          .startsWith("catalog commit " + machine.metaStores.location())
          .endsWith(
              "removeDirectory " + machine.hotDirectory(TWO),
              "syncDirectory " + machine.roots.hot(),
              "catalog commit " + machine.metaStores.location());
      assertThat(machine.exists(machine.hotDirectory(TWO))).isFalse();
      assertThat(machine.catalog()).doesNotContainKey("hot:chunk:00000002");
    }
  }

  @Test
  void everythingThatIsFoundIsRemovedAndNothingElse() {
    orphan();
    machine.write(machine.roots.cold().resolve("note"), new byte[1]);
    byte[] kept = machine.bytes(machine.pack(ONE));
    try (Store store = machine.open()) {
      List<Orphan> orphans = store.orphans().find(CancelToken.NEVER);
      assertThat(orphans)
          .extracting(Orphan::path)
          .containsExactly(
              machine.pack(ZERO).toString(),
              machine.artifact(TinyKind.KIND, ZERO).toString(),
              machine.hotDirectory(TWO).toString())
          .isSubsetOf(machine.tree().keySet());
      assertThat(store.orphans().remove(orphans, ALL, CancelToken.NEVER))
          .allMatch(Outcome::removed);
      assertThat(store.orphans().find(CancelToken.NEVER)).isEmpty();
      assertThat(store.catalog().row(ONE).state()).isEqualTo(ChunkState.FROZEN);
      assertThat(machine.bytes(machine.pack(ONE))).isEqualTo(kept);
      assertThat(machine.exists(machine.roots.cold().resolve("note"))).isTrue();
    }
    assertThat(violations(machine)).isEmpty();
  }

  @Test
  void whatCannotBeListedIsNotTakenForEmpty() {
    orphan();
    try (Store store = machine.open()) {
      machine.steps.off();
      store.orphans().find(CancelToken.NEVER);
      long listing =
          machine.steps.seen().indexOf("list " + machine.roots.cold().resolve("ledgers"));
      assertThat(listing).isNotNegative();
      machine.steps.failOnceAt(listing);
      assertThatThrownBy(() -> store.orphans().find(CancelToken.NEVER))
          .isInstanceOf(StorageUnavailable.class);
      assertThat(store.orphans().find(CancelToken.NEVER)).hasSize(3);
    }
  }

  @Test
  void aPackThatCannotBeReadIsToldAndStays() {
    orphan();
    try (Store store = machine.open()) {
      List<Orphan> packs = find(store, ZERO, Optional.of(LEDGERS));
      String pack = machine.pack(ZERO).toString();
      machine.steps.watch(
          (operation, path) -> {
            if (operation.equals("openRead") && path.toString().equals(pack)) {
              throw new StorageUnavailable(pack, "open", new IOException("injected"));
            }
          });
      List<Outcome> outcomes =
          store.orphans().remove(packs, OrphanRemoval.Scope.CAREFUL, CancelToken.NEVER);
      machine.steps.watch((operation, path) -> {});
      assertThat(outcomes)
          .singleElement()
          .satisfies(
              outcome -> {
                assertThat(outcome.removed()).isFalse();
                assertThat(outcome.failure()).containsInstanceOf(StorageUnavailable.class);
              });
      assertThat(machine.exists(machine.pack(ZERO))).isTrue();
    }
  }

  @Test
  void findingChangesNothingAndAReaderFindsTheSame() {
    orphan();
    Map<String, String> before = machine.state();
    List<Orphan> found;
    try (StoreView view = machine.view()) {
      found = view.orphans(CancelToken.NEVER);
    }
    assertThat(machine.state()).isEqualTo(before);
    try (Store store = machine.open()) {
      assertThat(store.orphans().find(CancelToken.NEVER)).isEqualTo(found).hasSize(3);
    }
  }

  /** Lesson 8. */
  @Test
  void whatGotAKeySinceItWasFoundIsLeftAlone() {
    orphan();
    try (Store store = machine.open()) {
      List<Orphan> stale = store.orphans().find(CancelToken.NEVER);
      // As another process of the same store would, between the two.
      TestMachine.changing(store).markFreezing(ZERO, BOTH, Optional.empty());
      TestMachine.changing(store).markTransient(TWO, Optional.empty());
      Map<String, String> before = machine.state();
      machine.events.clear();

      assertThat(store.orphans().remove(stale, ALL, CancelToken.NEVER))
          .hasSize(3)
          .allSatisfy(
              outcome -> {
                assertThat(outcome.removed()).isFalse();
                assertThat(outcome.failure()).isEmpty();
              });

      assertThat(machine.state()).isEqualTo(before);
      assertThat(machine.events.attemptsAt(Operation.RECOVER))
          .hasSize(3)
          .extracting(Attempt::outcome)
          .containsOnly(dev.permafrost.ports.events.Outcome.NOTHING_TO_DO);
      assertThat(machine.events.attemptsAt(Operation.SWEEP)).isEmpty();
    }
  }

  @Test
  void whatIsGoneSinceItWasFoundLeavesNoKeyBehind() {
    orphan();
    try (Store store = machine.open()) {
      List<Orphan> stale = store.orphans().find(CancelToken.NEVER);
      store.orphans().remove(stale, ALL, CancelToken.NEVER);
      Map<String, String> before = machine.state();
      store.orphans().remove(stale, ALL, CancelToken.NEVER);
      assertThat(machine.state()).isEqualTo(before);
    }
  }

  @Test
  void whileAnEntryIsNotUnderstoodNothingIsCalledAnOrphan() {
    orphan();
    change(MetaBatch.builder().put("chunk:0000000:ledgers", "frozen").build());
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> store.orphans().find(CancelToken.NEVER))
          .isInstanceOf(UnknownCatalogEntry.class);
    }
  }

  /** Lesson 31. */
  @Test
  void oneThatCannotBeRemovedKeepsNoOther() {
    orphan();
    try (Store store = machine.open()) {
      List<Orphan> orphans = store.orphans().find(CancelToken.NEVER);
      machine.steps.failOnceAt(0);
      List<Outcome> outcomes = store.orphans().remove(orphans, ALL, CancelToken.NEVER);
      machine.steps.off();
      assertThat(outcomes).extracting(Outcome::removed).containsExactly(false, true, true);
      assertThat(outcomes.get(0).failure()).containsInstanceOf(StorageUnavailable.class);
      assertThat(store.orphans().remove(orphans, ALL, CancelToken.NEVER))
          .extracting(Outcome::removed)
          .containsExactly(true, true, true);
      assertThat(store.catalog().row(ZERO).state()).isEqualTo(ChunkState.ABSENT);
    }
  }

  @Test
  void cancelledBetweenTwoTheOthersStay() {
    orphan();
    CancelSource cancel = new CancelSource();
    try (Store store = machine.open()) {
      List<Orphan> orphans = store.orphans().find(CancelToken.NEVER);
      cancel.cancel();
      assertThatThrownBy(() -> store.orphans().remove(orphans, ALL, cancel.token()))
          .isInstanceOf(Cancelled.class);
      assertThat(store.orphans().find(CancelToken.NEVER)).isEqualTo(orphans);
    }
  }

  /** I4: after any crash an entry is still an orphan, or has a key that says how to continue. */
  @Test
  @Tag("exhaustive")
  void cutShortAtEveryStepWhatIsLeftIsFinishedByTheRunsThatAnAuditNames() {
    TestMachine reference = orphaned();
    try (Store store = reference.open()) {
      removeAll(store);
    }
    Map<String, String> expected = reference.state();
    int steps =
        Cuts.dying(
            OrphanRemovalTest::orphaned,
            OrphanRemovalTest::removeAll,
            restarted -> {
              assertThat(violations(restarted))
                  .allSatisfy(
                      finding ->
                          assertThat(finding.severity())
                              .isIn(Severity.OPERATOR, Severity.UNFINISHED));
              try (Store store = restarted.open()) {
                finish(store);
              }
              assertThat(restarted.state()).isEqualTo(expected);
              assertThat(violations(restarted)).isEmpty();
            });
    assertThat(steps).isGreaterThan(20);
    Cuts.failing(
        OrphanRemovalTest::orphaned,
        OrphanRemovalTest::removeAll,
        (failed, store) -> {
          finish(store);
          assertThat(failed.state()).isEqualTo(expected);
        });
  }

  /** What the commands do that an audit names: recover, sweep, discard, and orphans again. */
  private static void finish(Store store) {
    List<ChunkId> chunks = List.of(ZERO, TWO);
    for (ChunkId chunk : chunks) {
      Set<ArtifactKind> freezing =
          store.catalog().row(chunk).kindsIn(dev.permafrost.domain.catalog.ArtifactState.FREEZING);
      store.recovery().carryOut(store.recovery().plan(List.of(chunk), false, freezing));
      store.hot().discardLosingTheOnlyCopy(chunk);
    }
    store.sweep().sweepAll(CancelToken.NEVER);
    removeAll(store);
  }

  private static void removeAll(Store store) {
    store.orphans().remove(store.orphans().find(CancelToken.NEVER), ALL, CancelToken.NEVER);
  }

  private static TestMachine orphaned() {
    TestMachine machine = new TestMachine();
    orphan(machine);
    return machine;
  }

  private void orphan() {
    orphan(machine);
  }

  /** Chunk 0 in two kinds and hot chunk 2 without keys; chunk 1 frozen, as it should be. */
  private static void orphan(TestMachine machine) {
    try (Store store = machine.open()) {
      store.freezer().processChunk(ZERO, BOTH, CancelToken.NEVER);
      store.freezer().processChunk(ONE, Set.of(LEDGERS), CancelToken.NEVER);
      store.ingest().ingestFromLake(TWO, OptionalLong.of(11), CancelToken.NEVER);
    }
    change(
        machine,
        MetaBatch.builder()
            .delete("chunk:00000000:ledgers")
            .delete("chunk:00000000:tiny")
            .delete("hot:chunk:00000002")
            .build());
    machine.events.clear();
  }

  private void change(MetaBatch batch) {
    change(machine, batch);
  }

  private static void change(TestMachine machine, MetaBatch batch) {
    try (MetaStore store = machine.metaStores.openExisting()) {
      store.commit(batch);
    }
  }

  private static List<Orphan> find(Store store, ChunkId chunk, Optional<ArtifactKind> kind) {
    List<Orphan> orphans =
        store.orphans().find(CancelToken.NEVER).stream()
            .filter(orphan -> orphan.chunk().equals(chunk) && orphan.kind().equals(kind))
            .toList();
    assertThat(orphans).hasSize(1);
    return orphans;
  }

  private static List<Finding> violations(TestMachine machine) {
    try (StoreView view = machine.view()) {
      return view.audit()
          .run(AuditRequest.ofEverything(), new Audit.Listener() {}, CancelToken.NEVER)
          .violations();
    }
  }

  private List<String> changes() {
    return machine.steps.seen().stream()
        .filter(
            step -> step.matches("(unlink|removeDirectory|sync|syncDirectory|catalog commit) .*"))
        .toList();
  }
}
