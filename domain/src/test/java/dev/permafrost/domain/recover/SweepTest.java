package dev.permafrost.domain.recover;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.store.Cuts;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.kind.TinyKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Prunings are finished in the mirror image of the one write protocol. */
final class SweepTest {

  private static final Set<ArtifactKind> LEDGERS_ONLY = Set.of(LEDGERS);
  private static final Set<ArtifactKind> BOTH = Set.of(LEDGERS, TinyKind.KIND);

  private TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void unlinkThenSyncTheDirectoryThenDeleteTheKeysInOneBatch() {
    try (Store store = machine.open()) {
      prune(store, ZERO, BOTH);
      machine.steps.off();
      assertThat(store.sweep().sweepAll(CancelToken.NEVER))
          .containsExactly(new SweepReport(ZERO, BOTH, Set.of(), Optional.empty()));
      List<String> steps =
          machine.steps.seen().stream()
              .filter(step -> step.matches("(unlink|sync|syncDirectory|catalog commit) .*"))
              .toList();
      String cold = machine.roots.cold().toString();
      assertThat(steps)
          .containsExactly(
              "unlink " + cold + "/ledgers/00000/00000000.pack",
              "unlink " + cold + "/tiny/00000/00000000.tiny",
              "syncDirectory " + cold + "/ledgers/00000",
              "syncDirectory " + cold + "/tiny/00000",
              "catalog commit " + machine.metaStores.location());
      assertThat(store.catalog().scan().rows()).isEmpty();
    }
  }

  @Test
  void aFileThatIsGoneAlreadyIsSyncedAllTheSameBecauseSeenIsNotDurable() {
    try (Store store = machine.open()) {
      prune(store, ZERO, LEDGERS_ONLY);
      machine.lose(machine.pack(ZERO));
      machine.steps.off();
      store.sweep().sweepAll(CancelToken.NEVER);
      assertThat(machine.steps.seen()).contains("syncDirectory " + machine.pack(ZERO).getParent());
      assertThat(store.catalog().scan().rows()).isEmpty();

      prune(store, ONE, LEDGERS_ONLY);
      machine.lose(machine.roots.cold().resolve("ledgers"));
      machine.steps.off();
      store.sweep().sweepAll(CancelToken.NEVER);
      assertThat(machine.steps.seen()).contains("syncDirectory " + machine.roots.cold());
      assertThat(store.catalog().scan().rows()).isEmpty();
    }
  }

  /** Lesson 8. */
  @Test
  void withAStaleListWhatWasFrozenMeanwhileIsSkippedAndSaid() {
    try (Store store = machine.open()) {
      prune(store, ZERO, BOTH);
      freeze(store, ZERO, LEDGERS_ONLY);
      byte[] frozen = machine.bytes(machine.pack(ZERO));
      assertThat(store.sweep().sweep(ZERO, BOTH))
          .isEqualTo(new SweepReport(ZERO, Set.of(TinyKind.KIND), LEDGERS_ONLY, Optional.empty()));
      assertThat(store.catalog().row(ZERO).artifact(LEDGERS)).isEqualTo(ArtifactState.FROZEN);
      assertThat(store.catalog().row(ZERO).artifact(TinyKind.KIND)).isEqualTo(ArtifactState.ABSENT);
      assertThat(machine.bytes(machine.pack(ZERO))).isEqualTo(frozen);
    }
  }

  @Test
  void withAStaleListWhatIsBeingRewrittenIsSkippedAndWhatIsAbsentIsNothingToDo() {
    try (Store store = machine.open()) {
      prune(store, ZERO, LEDGERS_ONLY);
      TestMachine.changing(store).markFreezing(ZERO, LEDGERS_ONLY, Optional.empty());
      assertThat(store.sweep().sweep(ZERO, BOTH))
          .isEqualTo(new SweepReport(ZERO, Set.of(), LEDGERS_ONLY, Optional.empty()));
      assertThat(machine.exists(machine.pack(ZERO))).isTrue();
      assertThat(machine.events.onlyAttemptAt(Operation.SWEEP).outcome())
          .isEqualTo(Outcome.NOTHING_TO_DO);
      assertThat(store.sweep().sweep(ONE, BOTH))
          .isEqualTo(new SweepReport(ONE, Set.of(), Set.of(), Optional.empty()));
    }
  }

  /**
   * Nothing in this process can do that, but the keys are deleted by what they say, not by hope.
   */
  @Test
  void theStatesAreReadAgainBeforeTheKeysAreDeleted() {
    try (Store store = machine.open()) {
      prune(store, ZERO, BOTH);
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("syncDirectory") && path.endsWith("tiny/00000")) {
              TestMachine.changing(store).markFreezing(ZERO, LEDGERS_ONLY, Optional.empty());
            }
          });
      assertThatThrownBy(() -> store.sweep().sweep(ZERO, BOTH))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("changed");
      assertThat(store.catalog().row(ZERO).artifact(LEDGERS)).isEqualTo(ArtifactState.FREEZING);
    }
  }

  @Test
  void nothingFrozenIsEverUnlinkedAndNothingIsUnlinkedThatIsBeingWritten() {
    try (Store store = machine.open()) {
      freeze(store, ZERO, LEDGERS_ONLY);
      freeze(store, ONE, LEDGERS_ONLY);
      prune(store, TWO, BOTH);
      List<String> unlinked = new ArrayList<>();
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("unlink")) {
              unlinked.add(
                  path.getFileName() + " " + store.catalog().row(TWO).artifact(kindOf(path)));
            }
          });
      store.sweep().sweepAll(CancelToken.NEVER);
      assertThat(unlinked).containsExactly("00000002.pack PRUNING", "00000002.tiny PRUNING");

      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("sync") && path.toString().endsWith(".tiny")) {
              assertThatThrownBy(() -> store.sweep().sweep(ONE, BOTH))
                  .isInstanceOf(IllegalStateException.class);
            }
          });
      freeze(store, ONE, BOTH);
    }
  }

  private static ArtifactKind kindOf(Path path) {
    return path.toString().endsWith(".pack") ? LEDGERS : TinyKind.KIND;
  }

  @Test
  void oneChunkThatFailsDoesNotKeepTheOthersAndIsFinishedNextTime() {
    try (Store store = machine.open()) {
      for (ChunkId chunk : List.of(ZERO, ONE, TWO)) {
        prune(store, chunk, LEDGERS_ONLY);
      }
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("unlink") && path.equals(machine.pack(ONE))) {
              throw new IOException("injected");
            }
          });
      List<SweepReport> reports = store.sweep().sweepAll(CancelToken.NEVER);
      assertThat(reports).extracting(SweepReport::chunk).containsExactly(ZERO, ONE, TWO);
      assertThat(reports.get(0).removed()).isEqualTo(LEDGERS_ONLY);
      assertThat(reports.get(1).failure()).containsInstanceOf(StorageUnavailable.class);
      assertThat(reports.get(1).removed()).isEmpty();
      assertThat(reports.get(2).removed()).isEqualTo(LEDGERS_ONLY);
      assertThat(store.catalog().row(ONE).artifact(LEDGERS)).isEqualTo(ArtifactState.PRUNING);

      machine.vfs.hook((operation, path) -> {});
      assertThat(store.sweep().sweepAll(CancelToken.NEVER))
          .extracting(SweepReport::removed)
          .containsExactly(LEDGERS_ONLY);
      assertThat(store.catalog().scan().rows()).isEmpty();
    }
  }

  @Test
  void aDirectorySyncThatFailsKeepsTheKey() {
    try (Store store = machine.open()) {
      prune(store, ZERO, LEDGERS_ONLY);
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("syncDirectory")) {
              throw new IOException("injected");
            }
          });
      assertThat(store.sweep().sweepAll(CancelToken.NEVER).get(0).failure())
          .containsInstanceOf(DurabilityFailure.class);
      assertThat(store.catalog().row(ZERO).artifact(LEDGERS)).isEqualTo(ArtifactState.PRUNING);
      machine.vfs.hook((operation, path) -> {});
    }
  }

  @Test
  void anEntryThatNobodyKnowsHidesNoPruning() {
    try (Store store = machine.open()) {
      prune(store, ZERO, LEDGERS_ONLY);
    }
    try (MetaStore meta = machine.metaStores.openExisting()) {
      meta.commit(MetaBatch.builder().put("chunk:00000001:later", "frozen").build());
    }
    try (Store store = machine.open()) {
      assertThat(store.sweep().sweepAll(CancelToken.NEVER))
          .extracting(SweepReport::chunk)
          .containsExactly(ZERO);
      assertThat(machine.catalog()).containsEntry("chunk:00000001:later", "frozen");
    }
  }

  @Test
  void cancellationStopsBetweenChunks() {
    try (Store store = machine.open()) {
      prune(store, ZERO, LEDGERS_ONLY);
      prune(store, ONE, LEDGERS_ONLY);
      CancelSource cancel = new CancelSource();
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("unlink")) {
              cancel.cancel();
            }
          });
      assertThatThrownBy(() -> store.sweep().sweepAll(cancel.token()))
          .isInstanceOf(Cancelled.class);
      assertThat(store.catalog().row(ZERO).artifact(LEDGERS)).isEqualTo(ArtifactState.ABSENT);
      assertThat(store.catalog().row(ONE).artifact(LEDGERS)).isEqualTo(ArtifactState.PRUNING);
    }
  }

  @Test
  void nothingToPruneIsNoReportAndNoEvent() {
    try (Store store = machine.open()) {
      freeze(store, ZERO, LEDGERS_ONLY);
      assertThat(store.sweep().sweepAll(CancelToken.NEVER)).isEmpty();
      assertThat(machine.events.attemptsAt(Operation.SWEEP)).isEmpty();
    }
  }

  /** I4. */
  @Test
  void cutShortAtEveryStepTheNextSweepEndsTheSame() {
    TestMachine reference = pruned();
    try (Store store = reference.open()) {
      store.sweep().sweepAll(CancelToken.NEVER);
    }
    Map<String, String> expected = reference.state();
    int steps =
        Cuts.dying(
            SweepTest::pruned,
            store -> store.sweep().sweepAll(CancelToken.NEVER),
            restarted -> {
              assertEveryFileHasAKey(restarted);
              try (Store store = restarted.open()) {
                store.sweep().sweepAll(CancelToken.NEVER);
              }
              assertThat(restarted.state()).isEqualTo(expected);
            });
    assertThat(steps).isGreaterThan(10);
    Cuts.failing(
        SweepTest::pruned,
        store -> store.sweep().sweepAll(CancelToken.NEVER),
        (failed, store) -> {
          assertEveryFileHasAKey(failed);
          store.sweep().sweepAll(CancelToken.NEVER);
          assertThat(failed.state()).isEqualTo(expected);
        });
  }

  /** I3. */
  private static void assertEveryFileHasAKey(TestMachine machine) {
    for (ArtifactKind kind : BOTH) {
      if (machine.exists(machine.artifact(kind, ZERO))) {
        assertThat(machine.catalog()).containsEntry("chunk:00000000:" + kind, "pruning");
      }
    }
  }

  private static TestMachine pruned() {
    TestMachine machine = new TestMachine();
    try (Store store = machine.open()) {
      prune(store, ZERO, BOTH);
      freeze(store, ONE, LEDGERS_ONLY);
    }
    return machine;
  }

  private static void prune(Store store, ChunkId chunk, Set<ArtifactKind> kinds) {
    freeze(store, chunk, kinds);
    TestMachine.changing(store).demote(Map.of(chunk, kinds), Set.of());
  }

  private static void freeze(Store store, ChunkId chunk, Set<ArtifactKind> kinds) {
    store.freezer().processChunk(chunk, kinds, CancelToken.NEVER);
  }
}
