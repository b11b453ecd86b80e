package dev.permafrost.domain.hot;

import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.domain.store.TestMachine.checked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.source.HotChunkSource;
import dev.permafrost.domain.store.Cuts;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnadoptedHotData;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.hot.MemoryHotStores;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Opening and discarding a chunk's hot database, row by row of docs/protocol.md, "Opening a hot
 * database", "Discarding a hot database".
 */
@SuppressWarnings("MustBeClosedChecker") // opening and closing are what is tested
final class HotChunksTest {

  private static final CodecFingerprint CODEC = new ZstdFrameCodec().fingerprint();

  private TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Nested
  final class ReadyAndWhatIsFoundUnderIt {

    @Test
    void readyAndTheDirectoryMissingIsALostVolumeAndChangesNothing() {
      assertRefused(
          HotVolumeLost.class,
          () -> machine.lose(machine.hotDirectory(ZERO)),
          e -> {
            assertThat(e.chunk()).isEqualTo(ZERO);
            assertThat(e.path()).isEqualTo(machine.hotDirectory(ZERO).toString());
            assertThat(e.found()).isEqualTo("no directory");
            assertThat(e.notice().orElseThrow().steps()).hasSizeGreaterThanOrEqualTo(3);
          });
    }

    /** Lesson 3. */
    @Test
    void readyAndTheDirectoryWithoutCurrentIsALostVolumeAndChangesNothing() {
      assertRefused(
          HotVolumeLost.class,
          () -> machine.lose(machine.hotDirectory(ZERO).resolve("CURRENT")),
          e -> assertThat(e.found()).contains("no CURRENT"));
    }

    @Test
    void readyAndFewerLedgersThanWereAcknowledgedIsALostVolumeWithTheNumbers() {
      assertRefused(
          HotVolumeLost.class,
          () -> machine.hotStores.rewriteWitness(ZERO, 4),
          e -> {
            assertThat(e.expected()).contains("up to 4");
            assertThat(e.found()).contains("up to 3");
          });
    }

    @Test
    void readyAndNoLedgerAtAllWhereSomeWereAcknowledgedIsALostVolume() {
      try (Store store = machine.open()) {
        store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
        machine.hotStores.rewriteWitness(ZERO, 2);
        assertThatThrownBy(() -> store.hot().openForReading(ZERO))
            .isInstanceOfSatisfying(
                HotVolumeLost.class, e -> assertThat(e.found()).isEqualTo("no ledger"));
      }
    }

    @Test
    void readyAndTheWitnessBehindTheHighestIsWhatACrashLeavesAndOpens() {
      fill(ZERO, 3);
      machine.hotStores.rewriteWitness(ZERO, 2);
      try (Store store = machine.open();
          HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
        assertThat(writer.highest()).hasValue(3);
        assertThat(writer.next()).isEqualTo(4);
      }
    }

    /** Else the lags of two power cuts would add up to more than the one that is allowed for. */
    @Test
    void openingForWritingBringsTheWitnessUpToTheHighestLedgerDurably() {
      fill(ZERO, 4);
      machine.hotStores.rewriteWitness(ZERO, 2);
      try (Store store = machine.open()) {
        machine.steps.off();
        try (HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
          assertThat(writer.highest()).hasValue(4);
          assertThat(machine.hotStores.readWitness(ZERO)).isEqualTo(WitnessReading.sound(4));
          assertThat(hotSteps())
              .containsSubsequence(
                  MemoryHotStores.OPEN,
                  MemoryHotStores.RECORD_WITNESS,
                  MemoryHotStores.SYNC_WITNESS);
        }
      }
    }

    /** What a killed process wrote may be visible and still not durable. */
    @Test
    void openingForWritingSyncsTheWitnessEvenWhereItSaysTheHighestLedgerAlready() {
      fill(ZERO, 4);
      try (Store store = machine.open()) {
        machine.steps.off();
        try (HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
          assertThat(writer.highest()).hasValue(4);
          assertThat(hotSteps())
              .containsSubsequence(MemoryHotStores.OPEN, MemoryHotStores.SYNC_WITNESS);
        }
      }
    }

    @Test
    void readyAndTheWitnessMissingIsDamage() {
      assertRefused(
          HotStoreDamaged.class,
          () -> machine.lose(witness(ZERO)),
          e -> assertThat(e.damage()).contains("witness is missing"));
    }

    @Test
    void readyAndNeitherSlotOfTheWitnessSoundIsDamage() {
      assertRefused(
          HotStoreDamaged.class,
          () -> {
            machine.damage(witness(ZERO), 10);
            machine.damage(witness(ZERO), 512 + 10);
          },
          e -> assertThat(e.damage()).contains("neither slot"));
    }

    @Test
    void readyAndOneSlotOfTheWitnessSoundOpens() {
      for (long slot : new long[] {0, 512}) {
        machine = new TestMachine();
        fill(ZERO, 3);
        machine.damage(witness(ZERO), slot + 10);
        try (Store store = machine.open();
            HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
          assertThat(reader.highest()).hasValue(3);
        }
      }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 6, 9_999})
    void readyAndAWitnessOfALedgerThatTheChunkCannotHoldIsDamage(long sequence) {
      assertRefused(
          HotStoreDamaged.class,
          () -> machine.hotStores.rewriteWitness(ZERO, sequence),
          e -> assertThat(e.damage()).contains("says ledger " + sequence));
    }

    @Test
    void readyAndAFileThatItNeedsNotSoundIsDamage() {
      assertRefused(
          HotStoreDamaged.class,
          () -> machine.damage(machine.hotDirectory(ZERO).resolve("CURRENT"), 0),
          e -> assertThat(e.notice()).isPresent());
    }

    @Test
    void readyAndALedgerThatTheChunkCannotHoldIsDamage() {
      assertRefused(
          HotStoreDamaged.class,
          () -> commitRaw(new byte[] {0, 0, 0, 6}),
          e -> assertThat(e.damage()).contains("ledger 6, outside"));
    }

    /** Whatever its number: 0 is below the witness of an empty database. */
    @Test
    void readyAndALedgerBelowTheChunkIsFewerThanWereAcknowledged() {
      machine.open().close();
      try (Store store = machine.open()) {
        store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
        commitRaw(new byte[4]);
        assertThatThrownBy(() -> store.hot().openForReading(ZERO))
            .isInstanceOfSatisfying(
                HotVolumeLost.class, e -> assertThat(e.found()).isEqualTo("ledgers up to 0"));
      }
    }

    @Test
    void readyAndAKeyThatIsNoLedgersIsDamage() {
      assertRefused(
          HotStoreDamaged.class,
          () -> commitRaw(new byte[] {9, 9, 9}),
          e -> assertThat(e.damage()).contains("3 bytes"));
    }

    @Test
    void readyAndOtherColumnFamiliesIsRefusedWithBothSets() {
      assertRefused(
          OtherColumnFamilies.class,
          () -> machine.kinds(List.of(FileStores.packFormat()), List.of()),
          e -> {
            assertThat(e.expected()).containsExactlyInAnyOrder("default", "ledgers");
            assertThat(e.found()).containsExactlyInAnyOrder("default", "ledgers", "tiny");
          });
    }

    /** Whatever the step at which it will not open: never concluded to be loss. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          MemoryHotStores.LOOK,
          MemoryHotStores.READ_WITNESS,
          MemoryHotStores.OPEN_READ_ONLY,
          MemoryHotStores.HIGHEST_KEY,
          MemoryHotStores.OPEN,
          MemoryHotStores.OPEN + ", done",
          MemoryHotStores.CURSOR
        })
    void readyAndWillNotOpenNowIsUnavailableWithItsCauseAndOpensLater(String operation) {
      fill(ZERO, 3);
      var tree = machine.tree();
      Map<String, String> catalog = machine.catalog();
      IOException cause = new IOException("injected");
      for (StorageFailure failure :
          List.of(
              new HotStoreUnavailable(ZERO, "hot", "too many open files", cause),
              new PermissionDenied("hot", "open", cause),
              new NoSpace("hot", "open", cause))) {
        machine.faults.failOn(operation, asked(operation), () -> failure);
        try (Store store = machine.open()) {
          assertThatThrownBy(() -> store.hot().openHotDBForChunk(ZERO, Optional.empty()))
              .isSameAs(failure);
          assertThat(failure).hasCause(cause);
          assertThat(machine.tree()).isEqualTo(tree);
          assertThat(machine.hotStores.openHandles()).isZero();
          // Lesson 4: in the same process, right after.
          store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
        }
        assertThat(machine.catalog()).isEqualTo(catalog);
      }
    }

    @Test
    void readyAndItsLockHeldByAnotherIsUnavailable() {
      fill(ZERO, 3);
      try (Store store = machine.open();
          HotStore other = machine.hotStores.openExisting(ZERO, machine.families())) {
        assertThat(other.chunk()).isEqualTo(ZERO);
        assertThatThrownBy(() -> store.hot().openHotDBForChunk(ZERO, Optional.empty()))
            .isInstanceOf(HotStoreUnavailable.class);
        assertThat(store.catalog().row(ZERO).hot()).isEqualTo(HotState.READY);
      }
    }

    @Test
    void readyAndSoundOpensTheExistingDatabaseAndMakesNone() {
      fill(ZERO, 3);
      var tree = machine.tree();
      Map<String, String> hot = machine.hot(ZERO);
      try (Store store = machine.open()) {
        long creations = asked(MemoryHotStores.CREATE);
        try (HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK))) {
          assertThat(writer.chunk()).isEqualTo(ZERO);
          assertThat(writer.location()).isEqualTo(store.hot().locate(ZERO));
          assertThat(writer.highest()).hasValue(3);
          assertThat(writer.highestHash()).contains(checked(3).hash());
        }
        assertThat(asked(MemoryHotStores.CREATE)).isEqualTo(creations);
      }
      assertThat(machine.tree()).isEqualTo(tree);
      assertThat(machine.hot(ZERO)).isEqualTo(hot);
    }

    /** Opening for writing would rewrite the evidence. */
    @Test
    void readyIsLookedAtThenComparedWithItsWitnessReadOnlyAndOnlyThenOpenedForWriting() {
      fill(ZERO, 3);
      try (Store store = machine.open()) {
        machine.steps.off();
        store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
        assertThat(hotSteps())
            .startsWith(
                MemoryHotStores.LOOK,
                MemoryHotStores.READ_WITNESS,
                MemoryHotStores.OPEN_READ_ONLY,
                MemoryHotStores.HIGHEST_KEY,
                MemoryHotStores.SHARED,
                MemoryHotStores.OPEN);
      }
    }
  }

  @Nested
  final class TransientOrAbsentAndAnythingOnDisk {

    @Test
    void absentMakesANewEmptyDatabaseAndItsWitness() {
      try (Store store = machine.open()) {
        try (HotWriter writer = store.hot().openHotDBForChunk(ONE, Optional.of(NETWORK))) {
          assertThat(writer.highest()).isEmpty();
          assertThat(writer.next()).isEqualTo(6);
          assertThat(writer.highestHash()).isEmpty();
        }
        assertThat(store.catalog().row(ONE).hot()).isEqualTo(HotState.READY);
        assertThat(store.catalog().network()).contains(NETWORK);
        assertThat(machine.hot(ONE)).containsExactly(Map.entry("witness", "SOUND 5"));
        assertThat(machine.events.remarks())
            .noneMatch(remark -> remark.text().contains("made anew"));
      }
    }

    @Test
    void transientIsMadeAgainWhateverTheStoreLeftThereAndSaysSo() {
      fill(ZERO, 3);
      Path debris = machine.hotDirectory(ZERO).resolve("WITNESS");
      machine.write(debris, new byte[] {1});
      try (Store store = machine.open()) {
        TestMachine.changing(store).markTransient(ZERO, Optional.empty());
        machine.lose(machine.hotDirectory(ZERO).resolve("CURRENT"));
        store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
        assertThat(machine.hot(ZERO)).containsExactly(Map.entry("witness", "SOUND 1"));
        assertThat(machine.events.remarks())
            .anyMatch(remark -> remark.text().contains("created again"));
      }
    }

    @Test
    void markWipeCreateSyncReadyInThisOrder() {
      fill(ZERO, 3);
      try (Store store = machine.open()) {
        TestMachine.changing(store).markTransient(ZERO, Optional.empty());
        machine.lose(machine.hotDirectory(ZERO).resolve("CURRENT"));
        machine.steps.off();
        HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty());
        List<String> steps = new ArrayList<>(machine.steps.seen());
        writer.close();
        steps.removeIf(
            step ->
                !step.matches(
                    "(catalog commit|unlink|removeDirectory|makeDirectory|hot create|syncDirectory"
                        + "|sync) .*"));
        String hot = machine.roots.hot().toString();
        assertThat(steps)
            .containsSubsequence(
                "catalog commit " + machine.metaStores.location(),
                "unlink " + hot + "/00000000/WITNESS",
                "removeDirectory " + hot + "/00000000",
                "makeDirectory " + hot + "/00000000",
                "hot create 00000000",
                "sync " + hot + "/00000000/WITNESS",
                "syncDirectory " + hot + "/00000000",
                "syncDirectory " + hot,
                "catalog commit " + machine.metaStores.location())
            .startsWith("catalog commit " + machine.metaStores.location())
            .endsWith("catalog commit " + machine.metaStores.location());
        assertThat(steps.stream().filter(step -> step.startsWith("catalog commit"))).hasSize(2);
      }
    }

    @Test
    void noDirectoryOperationRunsUnderAKeyThatDoesNotSaySo() {
      fill(ZERO, 3);
      try (Store store = machine.open()) {
        List<String> wrong = new ArrayList<>();
        int[] seen = {0};
        machine.vfs.hook(
            (operation, path) -> {
              if (path.startsWith(machine.hotDirectory(ZERO))
                  && Set.of("create", "makeDirectory", "unlink", "removeDirectory")
                      .contains(operation)) {
                seen[0]++;
                if (store.catalog().row(ZERO).hot() != HotState.TRANSIENT) {
                  wrong.add(operation + " " + path);
                }
              }
            });
        store.hot().discardLosingTheOnlyCopy(ZERO);
        store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
        TestMachine.changing(store).markTransient(ZERO, Optional.empty());
        store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
        assertThat(wrong).isEmpty();
        assertThat(seen[0]).isGreaterThan(10);
      }
    }

    @Test
    void anotherNetworkIsRefusedBeforeAnythingIsWrittenWhateverTheState() {
      fill(ZERO, 3);
      try (Store store = machine.open()) {
        var state = machine.state();
        for (ChunkId chunk : List.of(ZERO, ONE)) {
          assertThatThrownBy(() -> store.hot().openHotDBForChunk(chunk, Optional.of("Another")))
              .isInstanceOf(WrongNetwork.class);
          assertThat(machine.state()).isEqualTo(state);
          assertThat(machine.hotStores.openHandles()).isZero();
        }
      }
    }

    @Test
    void aReadyDatabaseThatIsFilledFromALakePinsItsNetwork() {
      try (Store store = machine.open()) {
        store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
        assertThat(store.catalog().network()).isEmpty();
        store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK)).close();
        assertThat(store.catalog().network()).contains(NETWORK);
      }
    }

    @Test
    void aChunkBeyondTheLargestIsRefusedByEveryCall() {
      ChunkId beyond = new ChunkId(99_999_999);
      machine.geometry(dev.permafrost.domain.chunk.Geometry.STANDARD);
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> store.hot().openHotDBForChunk(beyond, Optional.empty()))
            .isInstanceOf(OutOfRange.class);
        assertThatThrownBy(() -> store.hot().openForReading(beyond)).isInstanceOf(OutOfRange.class);
        assertThatThrownBy(() -> store.hot().discardLosingTheOnlyCopy(beyond))
            .isInstanceOf(OutOfRange.class);
        assertThat(store.catalog().scan().rows()).isEmpty();
      }
    }
  }

  @Nested
  final class CutShort {

    @Test
    void openingCutShortAtEveryStepIsFinishedByTheNextProcess() {
      for (boolean debris : new boolean[] {false, true}) {
        Map<String, String> expected = openedOn(prepared(debris));
        int steps =
            Cuts.dying(
                () -> prepared(debris),
                store -> store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK)).close(),
                restarted -> assertThat(openedOn(restarted)).isEqualTo(expected));
        assertThat(steps).isGreaterThan(debris ? 40 : 30);
      }
    }

    @Test
    void openingThatFailedAtAnyStepIsFinishedByTheSameProcess() {
      for (boolean debris : new boolean[] {false, true}) {
        Map<String, String> expected = openedOn(prepared(debris));
        Cuts.failing(
            () -> prepared(debris),
            store -> store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK)).close(),
            (failed, store) -> {
              store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK)).close();
              assertThat(failed.state()).isEqualTo(expected);
            });
      }
    }

    /** I5. */
    @Test
    void nothingThatDiesOrFailsTurnsALostReadyChunkIntoAnythingElse() {
      for (boolean gutted : new boolean[] {false, true}) {
        List<Consumer<Store>> uses =
            List.of(
                store -> store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK)),
                store -> store.hot().openForReading(ZERO),
                store -> store.hot().discardLosingTheOnlyCopy(ZERO),
                store ->
                    store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER),
                store -> store.verification().verify(ZERO, CancelToken.NEVER),
                store ->
                    store
                        .freezer()
                        .processChunk(
                            ZERO,
                            Set.of(dev.permafrost.ports.artifact.ArtifactKind.LEDGERS),
                            CancelToken.NEVER));
        for (Consumer<Store> use : uses) {
          Map<String, String> before = lost(gutted).state();
          Consumer<Store> failing =
              store -> {
                try {
                  use.accept(store);
                } catch (HotVolumeLost expected) {
                  return;
                }
              };
          Cuts.dying(
              () -> lost(gutted),
              failing,
              restarted -> assertThat(restarted.state()).isEqualTo(before));
          Cuts.failing(
              () -> lost(gutted),
              failing,
              (failed, store) -> assertThat(failed.state()).isEqualTo(before));
        }
      }
    }
  }

  @Nested
  final class Discarding {

    @Test
    void discardingWhatIsAbsentHasNothingToDo() {
      try (Store store = machine.open()) {
        var state = machine.state();
        assertThat(store.hot().discardLosingTheOnlyCopy(ZERO)).isFalse();
        assertThat(machine.state()).isEqualTo(state);
        assertThat(machine.events.onlyAttemptAt(Operation.DISCARD).outcome())
            .isEqualTo(Outcome.NOTHING_TO_DO);
      }
    }

    @Test
    void discardingMarksRemovesSyncsAndDeletesTheKeyInThisOrder() {
      machine.open().close();
      Map<String, String> before = machine.state();
      fill(ZERO, 3);
      try (Store store = machine.open()) {
        machine.steps.off();
        assertThat(store.hot().discardLosingTheOnlyCopy(ZERO)).isTrue();
        List<String> steps =
            machine.steps.seen().stream()
                .filter(
                    step ->
                        step.matches(
                            "(catalog commit|unlink|removeDirectory|syncDirectory|sync) .*"))
                .toList();
        String hot = machine.roots.hot().toString();
        assertThat(steps)
            .containsExactly(
                "catalog commit " + machine.metaStores.location(),
                "unlink " + hot + "/00000000/CURRENT",
                "unlink " + hot + "/00000000/WITNESS",
                "removeDirectory " + hot + "/00000000",
                "syncDirectory " + hot,
                "catalog commit " + machine.metaStores.location());
      }
      before.put("catalog config:network", NETWORK);
      assertThat(machine.state()).isEqualTo(before);
    }

    @Test
    void discardingALostReadyChunkIsALostVolumeAndChangesNothing() {
      for (boolean gutted : new boolean[] {false, true}) {
        machine = lost(gutted);
        var tree = machine.tree();
        try (Store store = machine.open()) {
          assertThatThrownBy(() -> store.hot().discardLosingTheOnlyCopy(ZERO))
              .isInstanceOf(HotVolumeLost.class);
          assertThat(store.catalog().row(ZERO).hot()).isEqualTo(HotState.READY);
          assertThat(machine.tree()).isEqualTo(tree);
        }
      }
    }

    @Test
    void discardingWhatIsTransientFinishesTheWorkWhateverIsLeft() {
      for (boolean gone : new boolean[] {false, true}) {
        machine = new TestMachine();
        fill(ZERO, 3);
        try (Store store = machine.open()) {
          TestMachine.changing(store).markTransient(ZERO, Optional.empty());
          if (gone) {
            machine.lose(machine.hotDirectory(ZERO));
          }
          machine.steps.off();
          assertThat(store.hot().discardLosingTheOnlyCopy(ZERO)).isTrue();
          // Also where the directory is gone already: seen is not durable.
          assertThat(machine.steps.seen()).contains("syncDirectory " + machine.roots.hot());
          assertThat(store.catalog().scan().rows()).isEmpty();
          assertThat(machine.exists(machine.hotDirectory(ZERO))).isFalse();
        }
      }
    }

    /** D3. */
    @Test
    void d3AFileThatIsKeptWhileItIsOpenLeavesTheKeyTransientAndTheNextRunHeals() {
      fill(ZERO, 3);
      Path kept = machine.hotDirectory(ZERO).resolve(".nfs0000000000000001");
      Path current = machine.hotDirectory(ZERO).resolve("CURRENT");
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("unlink") && path.equals(current)) {
              machine.vfs.link(current, kept);
            }
            if (operation.equals("unlink") && path.equals(kept)) {
              throw new FileSystemException(kept.toString(), null, "Device or resource busy");
            }
          });
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> store.hot().discardLosingTheOnlyCopy(ZERO))
            .isInstanceOfSatisfying(
                StorageUnavailable.class,
                failure -> assertThat(failure.path()).isEqualTo(kept.toString()));
        assertThat(store.catalog().row(ZERO).hot()).isEqualTo(HotState.TRANSIENT);
      }
      machine.vfs.hook((operation, path) -> {});

      try (Store store = machine.open()) {
        assertThat(store.hot().discardLosingTheOnlyCopy(ZERO)).isTrue();
        assertThat(store.catalog().scan().rows()).isEmpty();
        assertThat(machine.exists(machine.hotDirectory(ZERO))).isFalse();
      }
    }

    @Test
    void discardingCutShortAtEveryStepIsFinishedByASecondDiscardOrTheNextOpening() {
      Map<String, String> ready = filled().state();
      TestMachine reference = filled();
      try (Store store = reference.open()) {
        store.hot().discardLosingTheOnlyCopy(ZERO);
      }
      Map<String, String> discarded = reference.state();
      Map<String, String> opened = openedOn(reference);
      for (boolean openNext : new boolean[] {false, true}) {
        int steps =
            Cuts.dying(
                HotChunksTest::filled,
                store -> store.hot().discardLosingTheOnlyCopy(ZERO),
                restarted -> {
                  try (Store store = restarted.open()) {
                    boolean untouched = store.catalog().row(ZERO).hot() == HotState.READY;
                    if (untouched) {
                      assertThat(restarted.state()).isEqualTo(ready);
                    }
                    boolean holdsLedgers =
                        !untouched && whatIsWhole(restarted).containsKey("witness");
                    if (openNext && holdsLedgers) {
                      assertThatThrownBy(
                              () -> store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK)))
                          .isInstanceOf(UnadoptedHotData.class);
                    } else if (openNext && !untouched) {
                      store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK)).close();
                      assertThat(restarted.state()).isEqualTo(opened);
                    } else {
                      store.hot().discardLosingTheOnlyCopy(ZERO);
                      assertThat(restarted.state()).isEqualTo(discarded);
                    }
                  }
                });
        assertThat(steps).isGreaterThan(15);
      }
      Cuts.failing(
          HotChunksTest::filled,
          store -> store.hot().discardLosingTheOnlyCopy(ZERO),
          (failed, store) -> {
            store.hot().discardLosingTheOnlyCopy(ZERO);
            assertThat(failed.state()).isEqualTo(discarded);
          });
    }

    /** Lesson 7. */
    @Test
    void discardingIsRefusedWhileAHandleIsOutAndSucceedsWhenItIsClosed() {
      fill(ZERO, 3);
      try (Store store = machine.open()) {
        var tree = machine.tree();
        HotReader reader = store.hot().openForReading(ZERO).orElseThrow();
        assertDiscardRefused(store);
        HotReader second = store.hot().openForReading(ZERO).orElseThrow();
        reader.close();
        reader.close();
        assertDiscardRefused(store);
        assertThat(machine.tree()).isEqualTo(tree);
        second.close();
        HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty());
        assertDiscardRefused(store);
        writer.close();
        writer.close();
        assertThat(store.hot().discardLosingTheOnlyCopy(ZERO)).isTrue();
      }
    }
  }

  @Nested
  final class OneOwner {

    @Test
    void aReaderReadsThroughTheWritersDatabaseAndSeesWhatIsCommitted() {
      try (Store store = machine.open();
          HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
        long readOnly = asked(MemoryHotStores.OPEN_READ_ONLY);
        try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
          assertThat(reader.highest()).isEmpty();
          writer.append(checked(2), CODEC);
          assertThat(reader.highest()).hasValue(2);
          assertThat(reader.codecs()).containsExactly(CODEC);
          assertThat(reader.<Integer>withLedger(2, ByteBuffer::remaining)).isPresent();
          assertThat(reader.<Integer>withLedger(3, ByteBuffer::remaining)).isEmpty();
        }
        assertThat(asked(MemoryHotStores.OPEN_READ_ONLY)).isEqualTo(readOnly);
      }
    }

    @Test
    void aReaderOutlivesItsWriterAndTheNextWriterTakesTheSameDatabase() {
      try (Store store = machine.open()) {
        HotWriter first = store.hot().openHotDBForChunk(ZERO, Optional.empty());
        first.append(checked(2), CODEC);
        try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
          first.close();
          assertThat(reader.highest()).hasValue(2);
          assertDiscardRefused(store);
          long openings = asked(MemoryHotStores.OPEN);
          try (HotWriter second = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
            assertThat(second.next()).isEqualTo(3);
            second.append(checked(3), CODEC);
            assertThat(reader.highest()).hasValue(3);
          }
          assertThat(asked(MemoryHotStores.OPEN)).isEqualTo(openings);
          assertThat(reader.highest()).hasValue(3);
        }
        assertThat(machine.hotStores.openHandles()).isZero();
        assertThat(store.hot().discardLosingTheOnlyCopy(ZERO)).isTrue();
      }
    }

    @Test
    void thereIsOneWriterAtATime() {
      try (Store store = machine.open();
          HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
        assertThatThrownBy(() -> store.hot().openHotDBForChunk(ZERO, Optional.empty()))
            .isInstanceOf(HotStoreUnavailable.class);
        writer.append(checked(2), CODEC);
        assertThat(writer.highest()).hasValue(2);
      }
    }

    @Test
    void aWriterIsRefusedWhileItsChunkIsOpenReadOnlyAndOpensWhenItIsClosed() {
      fill(ZERO, 3);
      try (Store store = machine.open()) {
        try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
          assertThatThrownBy(() -> store.hot().openHotDBForChunk(ZERO, Optional.empty()))
              .isInstanceOf(HotStoreUnavailable.class);
          assertThat(reader.highest()).hasValue(3);
        }
        store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
      }
    }

    @Test
    void theHandlesOfOneChunkDoNotStandInTheWayOfAnother() {
      fill(ZERO, 3);
      fill(ONE, 7);
      try (Store store = machine.open();
          HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
        assertThat(store.hot().discardLosingTheOnlyCopy(ONE)).isTrue();
        assertThat(reader.highest()).hasValue(3);
      }
    }

    @Test
    void aChunkThatIsNotReadyIsNotRead() {
      fill(ZERO, 3);
      try (Store store = machine.open()) {
        TestMachine.changing(store).markTransient(ZERO, Optional.empty());
        assertThat(store.hot().openForReading(ZERO)).isEmpty();
        assertThat(store.hot().openForReading(ONE)).isEmpty();
      }
    }

    @Test
    void handlesMayBeTakenAndGivenBackByManyThreadsAtOnce() throws Exception {
      try (Store store = machine.open()) {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
          List<Future<Boolean>> readers = new ArrayList<>();
          for (int thread = 0; thread < 3; thread++) {
            readers.add(
                threads.submit(
                    () -> {
                      boolean ordered = true;
                      long last = 1;
                      for (int i = 0; i < 300; i++) {
                        try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
                          long now = reader.highest().orElse(1);
                          ordered &= now >= last;
                          last = now;
                        }
                      }
                      return ordered;
                    }));
          }
          for (long sequence = 2; sequence <= 5; sequence++) {
            writer.append(checked(sequence), CODEC);
          }
          for (Future<Boolean> reader : readers) {
            assertThat(reader.get()).isTrue();
          }
        } finally {
          threads.shutdownNow();
        }
        assertThat(machine.hotStores.openHandles()).isZero();
        assertThat(store.hot().discardLosingTheOnlyCopy(ZERO)).isTrue();
      }
    }
  }

  @Nested
  final class Writing {

    @Test
    void aWriterTakesOnlyTheNextLedgerOfItsChunk() {
      try (Store store = machine.open();
          HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
        for (long wrong : new long[] {3, 6}) {
          assertThatThrownBy(() -> writer.append(checked(wrong), CODEC))
              .isInstanceOf(IllegalStateException.class);
        }
        for (long sequence = 2; sequence <= 5; sequence++) {
          writer.append(checked(sequence), CODEC);
        }
        assertThatThrownBy(() -> writer.append(checked(6), CODEC))
            .isInstanceOf(IllegalStateException.class);
        assertThat(writer.highest()).hasValue(5);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          MemoryHotStores.COMMIT,
          MemoryHotStores.COMMIT + ", done",
          MemoryHotStores.RECORD_WITNESS
        })
    void anAppendThatFailedIsTheWritersLastAndTheNextWriterGoesOnFromWhatIsThere(String operation) {
      try (Store store = machine.open()) {
        NoSpace failure = new NoSpace("hot", "write", new IOException("injected"));
        try (HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
          writer.append(checked(2), CODEC);
          machine.faults.failOn(operation, asked(operation), () -> failure);
          assertThatThrownBy(() -> writer.append(checked(3), CODEC)).isSameAs(failure);
          for (long sequence = 2; sequence <= 4; sequence++) {
            long refused = sequence;
            assertThatThrownBy(() -> writer.append(checked(refused), CODEC))
                .isInstanceOf(IllegalStateException.class);
          }
        }
        try (HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
          long there = operation.equals(MemoryHotStores.COMMIT) ? 2 : 3;
          assertThat(writer.highest()).hasValue(there);
          writer.append(checked(there + 1), CODEC);
        }
      }
    }

    /**
     * The port: after a commit that failed the store must be closed, and a reader keeps it open.
     */
    @Test
    void aDatabaseWhoseCommitFailedIsGivenToNoOtherWriterUntilItsReadersAreGone() {
      try (Store store = machine.open()) {
        HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty());
        writer.append(checked(2), CODEC);
        try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
          machine.faults.failOn(
              MemoryHotStores.COMMIT,
              asked(MemoryHotStores.COMMIT),
              () -> new NoSpace("hot", "write", new IOException("injected")));
          assertThatThrownBy(() -> writer.append(checked(3), CODEC)).isInstanceOf(NoSpace.class);
          writer.close();
          assertThatThrownBy(() -> store.hot().openHotDBForChunk(ZERO, Optional.empty()))
              .isInstanceOf(HotStoreUnavailable.class);
          assertThat(reader.highest()).hasValue(2);
        }
        try (HotWriter next = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
          next.append(checked(3), CODEC);
        }
      }
    }

    @Test
    void aWriterThatIsClosedTakesNothingAndItsWitnessIsSyncedEvenWhereAReaderStays() {
      try (Store store = machine.open()) {
        HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty());
        writer.append(checked(2), CODEC);
        try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
          machine.steps.off();
          writer.close();
          assertThat(hotSteps()).contains(MemoryHotStores.SYNC_WITNESS);
          assertThatThrownBy(() -> writer.append(checked(3), CODEC))
              .isInstanceOf(IllegalStateException.class);
          assertThat(reader.highest()).hasValue(2);
        }
      }
    }

    @Test
    void aWriterThatWroteNothingSyncsNothing() {
      try (Store store = machine.open()) {
        HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty());
        try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
          assertThat(reader.highest()).isEmpty();
          machine.steps.off();
          writer.close();
          assertThat(hotSteps()).isEmpty();
        }
      }
    }

    @Test
    void aFailureToCloseADatabaseIsAddedToTheFailureThatClosesIt() {
      fill(ZERO, 3);
      try (Store store = machine.open()) {
        long synced = asked(MemoryHotStores.SYNC_WITNESS);
        machine.faults.failOn(
            MemoryHotStores.RECORD_WITNESS,
            asked(MemoryHotStores.RECORD_WITNESS),
            () -> new NoSpace("the witness", "write", new IOException("injected")));
        machine.faults.failOn(
            MemoryHotStores.SYNC_WITNESS,
            synced,
            () -> new HotStoreUnavailable(ZERO, "there", "injected", null));
        machine.hotStores.rewriteWitness(ZERO, 2);
        assertThatThrownBy(() -> store.hot().openHotDBForChunk(ZERO, Optional.empty()))
            .isInstanceOf(NoSpace.class)
            .satisfies(
                e ->
                    assertThat(e.getSuppressed())
                        .singleElement()
                        .isInstanceOf(HotStoreUnavailable.class));
        store.hot().openHotDBForChunk(ZERO, Optional.empty()).close();
      }
    }

    @Test
    void aHandleSaysWhichChunksItIsAndWhereThatLies() {
      fill(ONE, 7);
      try (Store store = machine.open();
          HotReader reader = store.hot().openForReading(ONE).orElseThrow()) {
        assertThat(reader.chunk()).isEqualTo(ONE);
        assertThat(reader.location()).isEqualTo(machine.hotDirectory(ONE).toString());
        assertThat(HotChunkSource.origin(reader).location()).isEqualTo(reader.location());
      }
    }

    /** The first fills what a writer begins with exactly, the next is one byte larger. */
    @Test
    void aFrameOfAnySizeIsKeptByteForByte() {
      int begin = (64 << 10) - HotRecord.PREFIX_BYTES;
      try (Store store = machine.open();
          HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
        long sequence = 2;
        for (int bytes : new int[] {begin, begin + 1, 64 << 10, 1_000_000}) {
          byte[] frame = new byte[bytes];
          frame[0] = 1;
          frame[bytes - 1] = 2;
          BorrowedLedger small = checked(sequence);
          writer.append(
              new BorrowedLedger(
                  sequence,
                  small.hash(),
                  small.previousHash(),
                  ByteBuffer.allocateDirect(bytes).put(frame).flip(),
                  small.raw()),
              CODEC);
          try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
            Optional<Boolean> same =
                reader.withLedger(
                    sequence, value -> HotRecord.frame(value).equals(ByteBuffer.wrap(frame)));
            assertThat(same).contains(true);
          }
          sequence++;
        }
      }
    }

    @Test
    void aLedgerThatCannotBeReadBackIsDamage() {
      fill(ZERO, 3);
      commitRaw(new byte[] {0, 0, 0, 4});
      try (Store store = machine.open();
          HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
        assertThatThrownBy(writer::highestHash)
            .isInstanceOf(HotStoreDamaged.class)
            .hasMessageContaining("ledger 4");
        try (HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
          assertThatThrownBy(() -> reader.withLedger(4, ByteBuffer::remaining))
              .isInstanceOf(HotStoreDamaged.class)
              .hasMessageContaining("64 bytes");
        }
      }
    }

    @Test
    void theSetOfCodecsIsNotMistakenAboutOtherFactsBesideIt() {
      fill(ZERO, 3);
      try (HotStore hot = machine.hotStores.openExisting(ZERO, machine.families())) {
        HotBatch facts = new HotBatch();
        for (String fact : List.of("a fact", "codec", "codec/another", "codez", "later")) {
          facts.put(
              ColumnFamily.DEFAULT,
              ByteBuffer.wrap(fact.getBytes(StandardCharsets.US_ASCII)),
              ByteBuffer.allocate(0));
        }
        hot.commit(facts);
      }
      try (Store store = machine.open();
          HotReader reader = store.hot().openForReading(ZERO).orElseThrow()) {
        assertThat(reader.codecs())
            .containsExactlyInAnyOrder(CODEC, new CodecFingerprint("another"));
      }
    }
  }

  private List<String> hotSteps() {
    return machine.steps.seen().stream()
        .filter(step -> step.startsWith("hot "))
        .map(step -> step.substring(0, step.lastIndexOf(' ')))
        .toList();
  }

  /**
   * Damages a ready database, and finds opening and reading refused, with nothing changed and
   * nothing left open; also by those who only read.
   */
  private <T extends StorageFailure> void assertRefused(
      Class<T> expected, Runnable damage, Consumer<T> facts) {
    fill(ZERO, 3);
    damage.run();
    var tree = machine.tree();
    Map<String, String> catalog = machine.catalog();
    try (Store store = machine.open()) {
      for (Callable<?> use :
          List.<Callable<?>>of(
              () -> store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK)),
              () -> store.hot().openForReading(ZERO),
              () -> store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER))) {
        assertThatThrownBy(use::call).isInstanceOfSatisfying(expected, facts);
        assertThat(machine.hotStores.openHandles()).isZero();
        assertThat(machine.tree()).isEqualTo(tree);
        assertThat(machine.catalog()).isEqualTo(catalog);
      }
      assertThat(store.verification().verify(ZERO, CancelToken.NEVER).failure())
          .containsInstanceOf(expected);
      assertThat(store.inventory().status(ZERO).problems()).hasOnlyElementsOfType(expected);
      assertThat(machine.tree()).isEqualTo(tree);
      assertThat(machine.events.attemptsAt(Operation.OPEN_HOT))
          .last()
          .satisfies(
              attempt -> {
                assertThat(attempt.outcome()).isEqualTo(Outcome.FAILED);
                assertThat(attempt.failure()).containsInstanceOf(expected);
              });
    }
    assertThat(machine.catalog()).isEqualTo(catalog);
  }

  private static TestMachine prepared(boolean debris) {
    TestMachine machine = new TestMachine();
    try (Store store = machine.open()) {
      if (debris) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(3), CancelToken.NEVER);
        TestMachine.changing(store).markTransient(ZERO, Optional.empty());
        machine.lose(machine.hotDirectory(ZERO).resolve("CURRENT"));
      }
    }
    return machine;
  }

  private static Map<String, String> openedOn(TestMachine machine) {
    try (Store store = machine.open()) {
      store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK)).close();
      assertThat(store.catalog().row(ZERO).hot()).isEqualTo(HotState.READY);
    }
    return machine.state();
  }

  private static TestMachine lost(boolean gutted) {
    TestMachine machine = new TestMachine();
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
    }
    Path directory = machine.hotDirectory(ZERO);
    machine.lose(gutted ? directory.resolve("CURRENT") : directory);
    return machine;
  }

  /** The entries of the hot database that a cut left whole; none if it did not. */
  private static Map<String, String> whatIsWhole(TestMachine restarted) {
    return restarted.hotStores.look(ZERO) == DatabaseLook.PRESENT ? restarted.hot(ZERO) : Map.of();
  }

  private static TestMachine filled() {
    TestMachine machine = new TestMachine();
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.of(3), CancelToken.NEVER);
    }
    return machine;
  }

  private static void assertDiscardRefused(Store store) {
    assertThatThrownBy(() -> store.hot().discardLosingTheOnlyCopy(ZERO))
        .isInstanceOf(HotStoreUnavailable.class)
        .hasMessageContaining("of this process");
    assertThat(store.catalog().row(ZERO).hot()).isEqualTo(HotState.READY);
  }

  /** Puts a key of the ledgers' family into the database of chunk 0, as only a fault could. */
  private void commitRaw(byte[] key) {
    try (HotStore hot = machine.hotStores.openExisting(ZERO, machine.families())) {
      hot.commit(
          new HotBatch()
              .put(
                  ColumnFamily.LEDGERS,
                  ByteBuffer.wrap(key),
                  ByteBuffer.wrap(new byte[HotRecord.PREFIX_BYTES])));
    }
  }

  private void fill(ChunkId chunk, long until) {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(chunk, OptionalLong.of(until), CancelToken.NEVER);
    }
  }

  private Path witness(ChunkId chunk) {
    return machine.hotDirectory(chunk).resolve("WITNESS");
  }

  /** How often an operation of the fakes was asked about so far. */
  private long asked(String operation) {
    return machine.faults.asked().stream()
        .filter(asked -> asked.substring(0, asked.lastIndexOf(' ')).equals(operation))
        .count();
  }
}
