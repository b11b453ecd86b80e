package dev.permafrost.domain.recover;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.store.Cuts;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.kind.TinyKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Data is given up only on purpose, atomically, and comes back unchanged. */
final class RecoveryTest {

  private static final Set<ArtifactKind> BOTH = Set.of(LEDGERS, TinyKind.KIND);

  private TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  // ---- the plan --------------------------------------------------------------------------------

  @Test
  void aPlanSaysWhatWouldBeDemotedAndChangesNothing() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
      freeze(store, ZERO, Set.of(LEDGERS));
      freeze(store, ONE, BOTH);
      TestMachine.changing(store).markFreezing(TWO, Set.of(LEDGERS), Optional.empty());
      TestMachine.changing(store).markTransient(TWO, Optional.empty());
      var state = machine.state();
      List<ChunkId> all = List.of(ZERO, ONE, TWO, new ChunkId(3));

      Recovery.Plan hot = store.recovery().plan(all, true, Set.of());
      assertThat(hot.hot()).containsExactly(ZERO);
      assertThat(hot.artifacts()).isEmpty();

      Recovery.Plan everything = store.recovery().plan(all, true, BOTH);
      assertThat(everything.hot()).containsExactly(ZERO);
      assertThat(everything.artifacts())
          .containsExactly(
              Map.entry(ZERO, Set.of(LEDGERS)),
              Map.entry(ONE, BOTH),
              Map.entry(TWO, Set.of(LEDGERS)));

      Recovery.Plan tiny = store.recovery().plan(all, false, Set.of(TinyKind.KIND));
      assertThat(tiny.hot()).isEmpty();
      assertThat(tiny.artifacts()).containsExactly(Map.entry(ONE, Set.of(TinyKind.KIND)));

      assertThat(store.recovery().plan(all, false, Set.of()).isEmpty()).isTrue();
      assertThat(tiny.isEmpty()).isFalse();
      assertThat(machine.state()).isEqualTo(state);
    }
  }

  @Test
  void anEmptyPlanHasNothingToDo() {
    try (Store store = machine.open()) {
      long before = commits();
      store.recovery().carryOut(store.recovery().plan(List.of(ZERO), true, BOTH));
      assertThat(commits()).isEqualTo(before);
      assertThat(machine.events.onlyAttemptAt(Operation.RECOVER).outcome())
          .isEqualTo(Outcome.NOTHING_TO_DO);
    }
  }

  // ---- carrying it out -------------------------------------------------------------------------

  @Test
  void aPlanIsCarriedOutInOneBatchOverAllItsChunksAndTouchesNoFile() {
    try (Store store = machine.open()) {
      fill(store);
      var tree = machine.tree();
      long before = commits();
      store.recovery().carryOut(planAll(store));
      assertThat(commits()).isEqualTo(before + 1);
      assertThat(machine.tree()).isEqualTo(tree);
      assertThat(store.catalog().row(ZERO).hot()).isEqualTo(HotState.TRANSIENT);
      assertThat(store.catalog().row(ZERO).artifact(LEDGERS)).isEqualTo(ArtifactState.PRUNING);
      assertThat(store.catalog().row(ONE).kindsIn(ArtifactState.PRUNING)).isEqualTo(BOTH);
      assertThat(machine.events.onlyAttemptAt(Operation.RECOVER).outcome()).isEqualTo(Outcome.DONE);
    }
  }

  @Test
  void aBatchThatFailsDemotesNothing() {
    try (Store store = machine.open()) {
      fill(store);
      Map<String, String> catalog = machine.catalog();
      machine.faults.failOn(
          MemoryMetaStores.COMMIT,
          commits(),
          () -> new NoSpace("catalog", "write", new IOException("injected")));
      Recovery.Plan plan = planAll(store);
      assertThatThrownBy(() -> store.recovery().carryOut(plan)).isInstanceOf(NoSpace.class);
      assertThat(machine.catalog()).isEqualTo(catalog);
      store.recovery().carryOut(plan);
    }
  }

  @Test
  void aHandleThatIsOutRefusesTheWholePlanUntilItIsClosed() {
    try (Store store = machine.open()) {
      fill(store);
      Recovery.Plan plan = planAll(store);
      Map<String, String> catalog = machine.catalog();
      try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
        assertThatThrownBy(() -> store.recovery().carryOut(plan))
            .isInstanceOf(HotStoreUnavailable.class);
        assertThat(machine.catalog()).isEqualTo(catalog);
        assertThat(reader.highest()).hasValue(5);
      }
      store.recovery().carryOut(plan);
    }
  }

  @Test
  void aCatalogThatHasChangedSinceThePlanWasMadeRefusesItWhole() {
    try (Store store = machine.open()) {
      fill(store);
      Recovery.Plan plan = planAll(store);
      store.hot().discardHotDBForChunk(ZERO);
      Map<String, String> catalog = machine.catalog();
      assertThatThrownBy(() -> store.recovery().carryOut(plan))
          .isInstanceOf(IllegalStateException.class);
      assertThat(machine.catalog()).isEqualTo(catalog);
    }
  }

  @Test
  void whatIsBeingFrozenIsNotDemotedMeanwhile() {
    try (Store store = machine.open()) {
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("sync") && path.equals(machine.pack(ZERO))) {
              Recovery.Plan plan = store.recovery().plan(List.of(ZERO), false, Set.of(LEDGERS));
              assertThat(plan.isEmpty()).isFalse();
              assertThatThrownBy(() -> store.recovery().carryOut(plan))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining("another thread");
            }
          });
      freeze(store, ZERO, Set.of(LEDGERS));
      assertThat(store.catalog().row(ZERO).artifact(LEDGERS)).isEqualTo(ArtifactState.FROZEN);
    }
  }

  @Test
  void cutShortAtEveryStepAllOfItIsDoneOrNothing() {
    TestMachine reference = filled();
    Map<String, String> before = reference.state();
    try (Store store = reference.open()) {
      store.recovery().carryOut(planAll(store));
    }
    Map<String, String> after = reference.state();
    int steps =
        Cuts.dying(
            RecoveryTest::filled,
            store -> store.recovery().carryOut(planAll(store)),
            restarted -> assertThat(restarted.state()).isIn(before, after));
    assertThat(steps).isGreaterThan(8);
    Cuts.failing(
        RecoveryTest::filled,
        store -> store.recovery().carryOut(planAll(store)),
        (failed, store) -> assertThat(failed.state()).isIn(before, after));
  }

  // ---- and then --------------------------------------------------------------------------------

  @Test
  void lostHotDataThatWasGivenUpIsIngestedAgain() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
      Map<String, String> before = machine.state();
      machine.lose(machine.hotDirectory(ZERO));
      assertThatThrownBy(() -> ingest(store, ZERO)).isInstanceOf(HotVolumeLost.class);
      store.recovery().carryOut(store.recovery().plan(List.of(ZERO), true, Set.of()));
      assertThat(store.hot().openForReading(ZERO)).isEmpty();
      assertThat(ingest(store, ZERO)).isEqualTo(4);
      assertThat(machine.state()).isEqualTo(before);
    }
  }

  @Test
  void hotDataThatWasGivenUpMayBeDiscardedInstead() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
      machine.lose(machine.hotDirectory(ZERO).resolve("CURRENT"));
      store.recovery().carryOut(store.recovery().plan(List.of(ZERO), true, Set.of()));
      assertThat(store.hot().discardHotDBForChunk(ZERO)).isTrue();
      assertThat(store.catalog().row(ZERO).state()).isEqualTo(ChunkState.ABSENT);
      assertThat(machine.exists(machine.hotDirectory(ZERO))).isFalse();
    }
  }

  @Test
  void artifactsThatWereGivenUpAreMadeAgainWithTheSameBytes() {
    try (Store store = machine.open()) {
      freeze(store, ZERO, BOTH);
      Map<String, String> before = machine.state();
      for (boolean damaged : new boolean[] {false, true}) {
        if (damaged) {
          machine.damage(machine.pack(ZERO), 100);
        } else {
          machine.lose(machine.pack(ZERO));
        }
        store.recovery().carryOut(store.recovery().plan(List.of(ZERO), false, BOTH));
        FreezeResult again = freeze(store, ZERO, BOTH);
        assertThat(again.made()).isEqualTo(BOTH);
        assertThat(again.source()).isEqualTo("lake");
        assertThat(machine.state()).isEqualTo(before);
      }
      store.recovery().carryOut(store.recovery().plan(List.of(ZERO), false, Set.of(TinyKind.KIND)));
      assertThat(freeze(store, ZERO, BOTH).source()).isEqualTo("pack");
      assertThat(machine.state()).isEqualTo(before);
    }
  }

  @Test
  void artifactsThatWereGivenUpMayBeSweptInstead() {
    try (Store store = machine.open()) {
      freeze(store, ZERO, BOTH);
      store.recovery().carryOut(store.recovery().plan(List.of(ZERO), false, BOTH));
      assertThat(store.sweep().sweepAll(CancelToken.NEVER)).hasSize(1);
      assertThat(machine.catalog())
          .containsOnlyKeys("config:format", "config:network", "config:store");
      assertThat(machine.exists(machine.pack(ZERO))).isFalse();
      assertThat(machine.exists(machine.artifact(TinyKind.KIND, ZERO))).isFalse();
    }
  }

  // ---- the witness -----------------------------------------------------------------------------

  @Test
  void theWitnessIsWrittenAnewFromTheHighestLedgerAndMadeDurable() {
    for (String how : List.of("missing", "unsound", "ahead")) {
      machine = new TestMachine();
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
        Path witness = machine.hotDirectory(ZERO).resolve("WITNESS");
        switch (how) {
          case "missing" -> machine.lose(witness);
          case "unsound" -> {
            machine.damage(witness, 5);
            machine.damage(witness, 512 + 5);
          }
          default -> machine.hotStores.rewriteWitness(ZERO, 5);
        }
        assertThatThrownBy(() -> store.hot().openForReading(ZERO))
            .isInstanceOfAny(HotStoreDamaged.class, HotVolumeLost.class);
        machine.steps.off();
        assertThat(store.recovery().rewriteWitness(ZERO)).isEqualTo(4);
        assertThat(machine.steps.seen())
            .containsSubsequence(
                "sync " + witness,
                "syncDirectory " + machine.hotDirectory(ZERO),
                "syncDirectory " + machine.roots.hot());
        assertThat(machine.hot(ZERO)).containsEntry("witness", "SOUND 4");
        assertThat(ingest(store, ZERO)).isEqualTo(1);
        assertThat(machine.events.onlyAttemptAt(Operation.RECOVER).outcome())
            .isEqualTo(Outcome.DONE);
      }
      machine.requireNothingOpen();
    }
  }

  @Test
  void theWitnessOfADatabaseWithoutLedgersIsOneBelowTheFirst() {
    try (Store store = machine.open()) {
      try (HotWriter writer = store.hot().openHotDBForChunk(ONE, Optional.empty())) {
        assertThat(writer.highest()).isEmpty();
      }
      machine.lose(machine.hotDirectory(ONE).resolve("WITNESS"));
      assertThat(store.recovery().rewriteWitness(ONE)).isEqualTo(5);
      try (HotReader reader = store.hot().openForReading(ONE).orElseThrow()) {
        assertThat(reader.highest()).isEmpty();
      }
    }
  }

  @Test
  void theWitnessIsRewrittenOnlyWhereThereIsADatabaseAndNobodyHasItOpen() {
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> store.recovery().rewriteWitness(ZERO))
          .isInstanceOf(IllegalStateException.class);
      ingest(store, ZERO);
      try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
        assertThatThrownBy(() -> store.recovery().rewriteWitness(ZERO))
            .isInstanceOf(HotStoreUnavailable.class);
        assertThat(reader.highest()).hasValue(5);
      }
      machine.lose(machine.hotDirectory(ZERO));
      var tree = machine.tree();
      assertThatThrownBy(() -> store.recovery().rewriteWitness(ZERO))
          .isInstanceOf(HotVolumeLost.class);
      assertThat(machine.tree()).isEqualTo(tree);
      assertThat(machine.events.attemptsAt(Operation.RECOVER))
          .extracting(attempt -> attempt.outcome())
          .containsOnly(Outcome.FAILED);
    }
  }

  /** It would say what no opening accepts. */
  @Test
  void theWitnessIsNeverWrittenFromALedgerThatTheChunkCannotHold() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
      try (HotStore hot = machine.hotStores.openExisting(ZERO, machine.families())) {
        hot.commit(
            new HotBatch()
                .put(
                    ColumnFamily.LEDGERS,
                    ByteBuffer.wrap(new byte[] {0, 0, 0, 6}),
                    ByteBuffer.wrap(new byte[1])));
      }
      machine.lose(machine.hotDirectory(ZERO).resolve("WITNESS"));
      var tree = machine.tree();
      assertThatThrownBy(() -> store.recovery().rewriteWitness(ZERO))
          .isInstanceOf(HotStoreDamaged.class)
          .hasMessageContaining("ledger 6");
      assertThat(machine.tree()).isEqualTo(tree);
    }
  }

  @Test
  void rewritingTheWitnessCutShortAtEveryStepIsFinishedByDoingItAgain() {
    Supplier<TestMachine> unwitnessed =
        () -> {
          TestMachine machine = filled();
          machine.lose(machine.hotDirectory(ZERO).resolve("WITNESS"));
          return machine;
        };
    Map<String, String> expected = filled().state();
    Cuts.dying(
        unwitnessed,
        store -> store.recovery().rewriteWitness(ZERO),
        restarted -> {
          try (Store store = restarted.open()) {
            store.recovery().rewriteWitness(ZERO);
          }
          assertThat(restarted.state()).isEqualTo(expected);
        });
    Cuts.failing(
        unwitnessed,
        store -> store.recovery().rewriteWitness(ZERO),
        (failed, store) -> {
          store.recovery().rewriteWitness(ZERO);
          assertThat(failed.state()).isEqualTo(expected);
        });
  }

  // ----------------------------------------------------------------------------------------------

  private static TestMachine filled() {
    TestMachine machine = new TestMachine();
    try (Store store = machine.open()) {
      fill(store);
    }
    return machine;
  }

  /** Chunk 0 is hot and frozen, chunk 1 frozen in both kinds. */
  private static void fill(Store store) {
    ingest(store, ZERO);
    freeze(store, ZERO, Set.of(LEDGERS));
    freeze(store, ONE, BOTH);
  }

  private static Recovery.Plan planAll(Store store) {
    return store.recovery().plan(List.of(ZERO, ONE), true, BOTH);
  }

  private static long ingest(Store store, ChunkId chunk) {
    return store.ingest().ingestFromLake(chunk, OptionalLong.empty(), CancelToken.NEVER).ledgers();
  }

  private static FreezeResult freeze(Store store, ChunkId chunk, Set<ArtifactKind> kinds) {
    return store.freezer().processChunk(chunk, kinds, CancelToken.NEVER);
  }

  private long commits() {
    return machine.faults.asked().stream()
        .filter(asked -> asked.startsWith(MemoryMetaStores.COMMIT + " /"))
        .count();
  }
}
