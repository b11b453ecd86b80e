package dev.permafrost.domain.freeze;

import static dev.permafrost.domain.store.TestMachine.CHAIN;
import static dev.permafrost.domain.store.TestMachine.GEOMETRY;
import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.domain.store.TestMachine.ledger;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactSink;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.FreezePhases;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.failure.BackendCoverageTimeout;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.NoBackendConfigured;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnexpectedLedger;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.forward.ForwardingSession;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.testkit.source.FakeBackend.Requests;
import dev.permafrost.testkit.source.WrongLedgers;
import dev.permafrost.testkit.work.LateWork;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** processChunk, by the sentences of docs/protocol.md, "Processing a chunk". */
final class FreezerTest {

  private static final Set<ArtifactKind> LEDGERS_ONLY = Set.of(LEDGERS);

  private static final Set<ArtifactKind> BOTH = Set.of(LEDGERS, TinyKind.KIND);

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Nested
  final class TheSteps {

    @Test
    void aChunkIsFrozenFromTheLake() {
      try (Store store = machine.open()) {
        FreezeResult result = freeze(store, ZERO, LEDGERS_ONLY);
        assertThat(result.source()).isEqualTo("lake");
        assertThat(result.made()).containsExactly(LEDGERS);
        assertThat(result.ledgers()).isEqualTo(4);
        assertThat(result.fileBytes()).isEqualTo(machine.bytes(machine.pack(ZERO)).length);
        assertThat(store.catalog().row(ZERO).state()).isEqualTo(ChunkState.FROZEN);
        assertThat(store.catalog().network()).contains(NETWORK);
        assertLedgersReadBack(store, ZERO);
      }
    }

    @Test
    void thePhasesOfAFreezeAreToldOnceItsArtifactsAreFrozen() {
      machine.encodingTakes(Duration.ofNanos(3));
      machine.takes("sync", machine.pack(ZERO), Duration.ofNanos(70));
      try (Store store = machine.open()) {
        freeze(store, ZERO, LEDGERS_ONLY);
        FreezePhases phases = machine.events.frozen().get(0);
        assertThat(phases.chunk()).isEqualTo(ZERO);
        assertThat(phases.source()).isEqualTo("lake");
        assertThat(phases.passNanos()).isEqualTo(4 * 3);
        assertThat(phases.syncNanos()).isEqualTo(70);
        assertThat(phases.flipNanos()).isZero();
        freeze(store, ZERO, LEDGERS_ONLY);
        assertThat(machine.events.frozen()).containsExactly(phases);
      }
    }

    @Test
    void aChunkIsFrozenWholeHoweverLateItsLedgersComeOutOfTheLine() {
      machine.work(new LateWork());
      try (Store store = machine.open()) {
        assertThat(freeze(store, ZERO, LEDGERS_ONLY).ledgers()).isEqualTo(4);
        assertLedgersReadBack(store, ZERO);
      }
    }

    @Test
    void aChunkIsFrozenFromItsHotDatabaseWithoutASingleRequestToTheLake() {
      try (Store store = machine.open()) {
        ingest(store, ZERO);
        machine.lake.forgetRequests();
        FreezeResult result = freeze(store, ZERO, LEDGERS_ONLY);
        assertThat(result.source()).isEqualTo("hot");
        assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
        assertLedgersReadBack(store, ZERO);
      }
    }

    @Test
    void freezingGivesTheSameBytesWhicheverSourceTheyComeFrom() {
      byte[] fromLake;
      try (Store store = machine.open()) {
        freeze(store, ZERO, BOTH);
        fromLake = machine.bytes(machine.pack(ZERO));
      }
      TestMachine other = new TestMachine();
      try (Store store = other.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
        store.freezer().processChunk(ZERO, BOTH, CancelToken.NEVER);
      }
      assertThat(other.bytes(other.pack(ZERO))).isEqualTo(fromLake);
      assertThat(other.bytes(other.artifact(TinyKind.KIND, ZERO)))
          .isEqualTo(machine.bytes(machine.artifact(TinyKind.KIND, ZERO)));
      other.requireNothingOpen();
    }

    /** Lesson 1: also where the chunk is not the first of its bucket. */
    @Test
    void markWriteSyncFlipInThisOrderWithEveryDirectoryUpToTheRoot() {
      ChunkId chunk = new ChunkId(5);
      List<String> steps = new ArrayList<>();
      try (Store store = machine.open()) {
        long begun = commits();
        machine.vfs.hook(
            (operation, path) -> {
              if (operation.startsWith("create") || operation.startsWith("sync")) {
                steps.add((commits() - begun) + " " + operation + " " + path);
              }
            });
        freeze(store, chunk, LEDGERS_ONLY);
        machine.vfs.hook((operation, path) -> {});
        assertThat(commits() - begun).isEqualTo(2);
      }
      String cold = machine.roots.cold().toString();
      String pack = cold + "/ledgers/00000/00000005.pack";
      assertThat(steps)
          .containsExactly(
              "1 create " + pack,
              "1 sync " + pack,
              "1 syncDirectory " + cold + "/ledgers/00000",
              "1 syncDirectory " + cold + "/ledgers",
              "1 syncDirectory " + cold);
    }

    @Test
    void whatIsFrozenAlreadyIsNotTouchedAndNoSourceIsAsked() {
      try (Store store = machine.open()) {
        freeze(store, ZERO, LEDGERS_ONLY);
        machine.lake.forgetRequests();
        machine.vfs.forgetOperations();
        FreezeResult again = freeze(store, ZERO, LEDGERS_ONLY);
        assertThat(again.made()).isEmpty();
        assertThat(again.source()).isEmpty();
        assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
        assertThat(machine.vfs.operations()).noneMatch(op -> op.name().startsWith("create"));
        assertThat(machine.events.attemptsAt(Operation.FREEZE).get(1).outcome())
            .isEqualTo(Outcome.NOTHING_TO_DO);
      }
    }

    @Test
    void wideningAFrozenChunkReadsTheLocalPackAndDownloadsNothing() {
      try (Store store = machine.open()) {
        freeze(store, ZERO, LEDGERS_ONLY);
        machine.lake.forgetRequests();
        FreezeResult widened = freeze(store, ZERO, BOTH);
        assertThat(widened.made()).containsExactly(TinyKind.KIND);
        assertThat(widened.source()).isEqualTo("pack");
        assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
      }
      assertThat(machine.bytes(machine.artifact(TinyKind.KIND, ZERO)))
          .hasSize(4 * TinyKind.BYTES_A_LEDGER);
    }

    @Test
    void onePassFeedsEveryRequestedKind() {
      try (Store store = machine.open()) {
        freeze(store, ZERO, BOTH);
        Requests requests = machine.lake.requests();
        assertThat(requests.streams()).isEqualTo(1);
        assertThat(requests.ledgers()).isEqualTo(4);
        assertThat(store.catalog().row(ZERO).kindsIn(ArtifactState.FROZEN)).isEqualTo(BOTH);
      }
    }

    @Test
    void theSourceIsReleasedSoThatADiscardRightAfterFindsNoOpenHandle() {
      try (Store store = machine.open()) {
        ingest(store, ZERO);
        freeze(store, ZERO, LEDGERS_ONLY);
        assertThat(store.hot().discardHotDBForChunk(ZERO)).isTrue();
        ingest(store, ONE);
        machine.faults.failOn(
            MemoryMetaStores.COMMIT,
            commits(),
            () -> new NoSpace("catalog", "write", new IOException("injected")));
        assertThatThrownBy(() -> freeze(store, ONE, LEDGERS_ONLY)).isInstanceOf(NoSpace.class);
        assertThat(store.hot().discardLosingTheOnlyCopy(ONE)).isTrue();
      }
    }
  }

  @Nested
  final class StreamsThatAreNotWhatTheyShouldBe {

    @Test
    void aShortStreamFailsTheCall() {
      assertFails(lake -> lake.lake.endBefore(5), UnexpectedLedger.class);
    }

    @Test
    void aStreamThatRunsPastTheChunkFailsTheCall() {
      assertFails(lake -> lake.lake.overrunBy(1), UnexpectedLedger.class);
    }

    @Test
    void aStreamThatRepeatsALedgerFailsTheCall() {
      assertFails(lake -> lake.lake.repeat(3), UnexpectedLedger.class);
    }

    @Test
    void aStreamThatSkipsALedgerFailsTheCall() {
      assertFails(lake -> lake.lake.skip(3), UnexpectedLedger.class);
    }

    @Test
    void aLedgerOfAnotherChunkFailsTheCall() {
      assertFails(lake -> lake.lake.swap(3, 9), UnexpectedLedger.class);
    }

    @Test
    void aHeaderThatDoesNotHashToItsHashFailsTheCall() {
      assertFails(
          lake -> lake.lake.replace(3, List.of(WrongLedgers.withBrokenHeader(ledger(3).toBytes()))),
          LakeDamage.class);
    }

    @Test
    void aBrokenLinkFailsTheCall() {
      assertFails(
          lake ->
              lake.lake.replace(
                  4, List.of(WrongLedgers.withLinkTo(LedgerHash.ZERO, ledger(4).toBytes()))),
          BrokenChain.class);
    }

    @Test
    void aLedgerOfAnUnknownVersionIsUnsupportedAndNotDamage() {
      assertFails(
          lake ->
              lake.lake.replace(3, List.of(WrongLedgers.withUnknownVersion(ledger(3).toBytes()))),
          UnsupportedLedgerVersion.class);
      machine.lake.replace(7, List.of(WrongLedgers.withUnknownVersion(ledger(7).toBytes())));
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> freeze(store, ONE, LEDGERS_ONLY))
            .isInstanceOfSatisfying(
                UnsupportedLedgerVersion.class,
                e -> {
                  assertThat(e.location()).isNotEmpty().isEqualTo(keyOf(7));
                  assertThat(e.detail()).startsWith("ledger 7: ");
                });
      }
    }

    @Test
    void aLedgerThatEndsInItsHeaderIsDamageOfTheLake() {
      assertFails(
          lake -> lake.lake.replace(3, List.of(WrongLedgers.cutInHeader(ledger(3).toBytes()))),
          LakeDamage.class);
    }

    @Test
    void aSourceThatFailsOnTheWayFailsTheCall() {
      assertFails(
          lake -> lake.lake.failAt(4, new BackendUnreachable("lake", "cut", null)),
          BackendUnreachable.class);
    }

    @Test
    void cancellationStopsBetweenLedgersAndFreezesNothing() {
      try (Store store = machine.open()) {
        CancelSource cancel = new CancelSource();
        machine.lake.failAt(4, new Cancelled());
        cancel.cancel();
        assertThatThrownBy(() -> store.freezer().processChunk(ZERO, LEDGERS_ONLY, cancel.token()))
            .isInstanceOf(Cancelled.class);
        assertThat(store.catalog().row(ZERO).state()).isNotEqualTo(ChunkState.FROZEN);
        assertThat(machine.events.onlyAttemptAt(Operation.FREEZE).outcome())
            .isEqualTo(Outcome.CANCELLED);
      }
    }

    @Test
    void cancellationStopsBetweenTheLedgersOfAHotDatabaseToo() {
      try (Store store = machine.open()) {
        ingest(store, ZERO);
        machine.events.clear();
        CancelToken behindTheSecond =
            new CancelToken() {
              @Override
              public boolean isCancelled() {
                return machine.events.progress().size() >= 2;
              }

              @Override
              public Registration onCancel(Runnable action) {
                return () -> {};
              }
            };
        assertThatThrownBy(() -> store.freezer().processChunk(ZERO, LEDGERS_ONLY, behindTheSecond))
            .isInstanceOf(Cancelled.class);
        assertThat(machine.events.progress()).hasSize(2);
        assertThat(machine.exists(machine.pack(ZERO))).isFalse();
      }
    }
  }

  @Nested
  final class PickingTheSource {

    @Test
    void aHotDatabaseThatIsNotCompleteIsStaleAndTheNextSourceIsTaken() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
        assertThat(freeze(store, ZERO, LEDGERS_ONLY).source()).isEqualTo("lake");
      }
    }

    @Test
    void aTransientHotDatabaseIsNeverASource() {
      try (Store store = machine.open()) {
        ingest(store, ZERO);
        TestMachine.changing(store).markTransient(ZERO, Optional.empty());
        assertThat(freeze(store, ZERO, LEDGERS_ONLY).source()).isEqualTo("lake");
      }
    }

    @Test
    void aLostHotDatabaseIsTheAnswerAndNeverAReasonToGoOn() {
      try (Store store = machine.open()) {
        ingest(store, ZERO);
        machine.lose(machine.hotDirectory(ZERO));
        machine.lake.forgetRequests();
        var tree = machine.tree();
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOf(HotVolumeLost.class);
        assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
        assertThat(machine.tree()).isEqualTo(tree);
        assertThat(store.catalog().row(ZERO).artifact(LEDGERS)).isEqualTo(ArtifactState.ABSENT);
      }
    }

    @Test
    void aFrozenKeyWhoseFileIsMissingIsAnErrorAndNeverAReasonToDownload() {
      try (Store store = machine.open()) {
        freeze(store, ZERO, LEDGERS_ONLY);
        machine.lose(machine.pack(ZERO));
        machine.lake.forgetRequests();
        assertThatThrownBy(() -> freeze(store, ZERO, BOTH))
            .isInstanceOfSatisfying(MissingArtifact.class, e -> assertThat(e.notice()).isPresent());
        assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
        assertThat(store.catalog().row(ZERO).artifact(TinyKind.KIND))
            .isEqualTo(ArtifactState.ABSENT);
      }
    }

    @Test
    void withoutALakeAChunkThatExistsNowhereIsAnErrorThatSaysSoAndLeavesNoTrace() {
      machine.withoutLake();
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOf(NoBackendConfigured.class);
        assertThat(store.catalog().scan().rows()).isEmpty();
      }
    }

    @Test
    void aLakeOfAnotherNetworkIsRefusedBeforeAnythingIsWritten() {
      try (Store store = machine.open()) {
        TestMachine.changing(store).pinNetwork("Another Network");
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOf(WrongNetwork.class);
        assertThat(store.catalog().scan().rows()).isEmpty();
        assertThat(machine.lake.requests()).isEqualTo(new Requests(1, 0, 0, 0, 0));
      }
    }
  }

  @Nested
  final class WaitingForCoverage {

    @Test
    void aTipExactlyAtTheLastLedgerCoversTheChunk() {
      machine.lake.setTip(5);
      try (Store store = machine.open()) {
        freeze(store, ZERO, LEDGERS_ONLY);
        assertThat(machine.time.pauses()).isEmpty();
        assertThat(machine.lake.requests().tip()).isZero();
      }
    }

    @Test
    void aTipOneBelowIsWaitedForAtMostForTheConfiguredTime() {
      machine.lake.setTip(4);
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOfSatisfying(
                BackendCoverageTimeout.class,
                e -> {
                  assertThat(e.tip()).hasValue(4);
                  assertThat(e.need()).isEqualTo(5);
                  assertThat(e.waited()).isEqualTo(Duration.ofSeconds(20));
                });
        assertThat(machine.time.elapsed()).isEqualTo(Duration.ofSeconds(20));
        assertThat(machine.lake.requests().tip()).as("at 0, 5, 15 and 20 seconds").isEqualTo(4);
        assertThat(machine.lake.timesLeft()).allMatch(left -> left.compareTo(Duration.ZERO) > 0);
        assertThat(machine.lake.timesLeft().get(2)).isEqualTo(Duration.ofSeconds(15));
        assertThat(machine.events.waits().get(0).have()).hasValue(4);
        assertThat(machine.events.waits().get(0).need()).isEqualTo(5);
        assertThat(store.catalog().scan().rows()).isEmpty();
      }
    }

    @Test
    void theWaitEndsWhenTheLakeHasGrown() {
      machine.lake.setTip(4);
      machine.time.at(Duration.ofSeconds(7), () -> machine.lake.setTip(9));
      try (Store store = machine.open()) {
        freeze(store, ZERO, LEDGERS_ONLY);
        assertThat(machine.time.elapsed()).isEqualTo(Duration.ofSeconds(10));
      }
    }

    @Test
    void aTimeoutOfZeroAsksOnce() {
      machine.lake.setTip(4);
      machine.patience(Duration.ZERO);
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOf(BackendCoverageTimeout.class);
        assertThat(machine.lake.requests().covers()).isEqualTo(1);
        assertThat(machine.time.pauses()).isEmpty();
      }
    }

    @Test
    void aTipBelowTheFirstLedgerOfTheChainIsATimeoutThatSaysSo() {
      for (var ledger : CHAIN) {
        machine.lake.removeLedger(ledger.sequence());
      }
      machine.lake.setTip(1);
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOfSatisfying(
                BackendCoverageTimeout.class,
                timeout -> {
                  assertThat(timeout.tip()).hasValue(1);
                  assertThat(timeout.need()).isEqualTo(5);
                  assertThat(timeout).hasMessageContaining("its tip is 1");
                });
      }
    }

    @Test
    void anEmptyLakeIsATimeoutWithAnUnknownTip() {
      machine.otherLake(new FakeBackend(TestMachine.NETWORK, List.of()));
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOfSatisfying(
                BackendCoverageTimeout.class,
                timeout -> {
                  assertThat(timeout.tip()).isEmpty();
                  assertThat(timeout).hasMessageContaining("its tip is unknown");
                });
      }
    }

    @Test
    void aHoleInsideTheLakeIsNeverWaitedFor() {
      machine.lake.removeLedger(5);
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOfSatisfying(LakeGap.class, e -> assertThat(e.firstMissing()).isEqualTo(5));
        assertThat(machine.time.pauses()).isEmpty();
      }
    }

    @Test
    void aQuestionThatFailsIsAskedAgainWithinTheLimit() {
      try (Store store = machine.open()) {
        machine.lake.setTip(4);
        machine.time.at(
            Duration.ofSeconds(3),
            () -> {
              machine.lake.setTip(9);
              machine.lake.failAnswer(new BackendUnreachable("lake", "503", null));
            });
        freeze(store, ZERO, LEDGERS_ONLY);
        assertThat(machine.time.elapsed()).isEqualTo(Duration.ofSeconds(10));
      }
    }

    @Test
    void onlyChunksThatExistNowhereElseWait() {
      try (Store store = machine.open()) {
        ingest(store, ZERO);
        freeze(store, ONE, LEDGERS_ONLY);
        machine.lake.setTip(2);
        machine.lake.forgetRequests();
        freeze(store, ZERO, LEDGERS_ONLY);
        freeze(store, ONE, BOTH);
        assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
        assertThat(machine.time.pauses()).isEmpty();
      }
    }
  }

  @Nested
  final class FramesAndFingerprints {

    @Test
    void framesOfTheRunningCodecAreCopiedAndNeverCompressedAgain() {
      CountingCodec counting = new CountingCodec("zstd-1.5.7/level-3/size+checksum");
      try (Store store = machine.open()) {
        ingest(store, ZERO);
      }
      counting.fingerprint = new ZstdFrameCodec().fingerprint();
      machine.codec(counting);
      try (Store store = machine.open()) {
        freeze(store, ZERO, LEDGERS_ONLY);
      }
      assertThat(counting.encoded).isZero();
    }

    @Test
    void framesAreMadeAnewWhereAnotherCodecWroteSomeOfThem() {
      try (Store store = machine.open()) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(3), CancelToken.NEVER);
      }
      CountingCodec other = new CountingCodec("other");
      machine.codec(other);
      try (Store store = machine.open()) {
        ingest(store, ZERO);
        assertThat(other.encoded).isEqualTo(2);
        freeze(store, ZERO, LEDGERS_ONLY);
        assertThat(other.encoded).isEqualTo(2 + 4);
      }
    }
  }

  @Nested
  final class AcrossBorders {

    @Test
    void theLinkToANeighbourIsCheckedByWhicheverIsFlippedSecond() {
      for (boolean laterFirst : new boolean[] {true, false}) {
        TestMachine both = new TestMachine();
        byte[] strayed = WrongLedgers.withLinkTo(new LedgerHash(1, 2, 3, 4), ledger(6).toBytes());
        both.lake.replace(6, List.of(strayed));
        // The rest of chunk 1 must link to the strayed ledger.
        LedgerHash previous = frontOf(strayed);
        for (long sequence = 7; sequence <= 9; sequence++) {
          byte[] linked = WrongLedgers.withLinkTo(previous, ledger(sequence).toBytes());
          both.lake.replace(sequence, List.of(linked));
          previous = frontOf(linked);
        }
        ChunkId first = laterFirst ? ONE : ZERO;
        ChunkId second = laterFirst ? ZERO : ONE;
        try (Store store = both.open()) {
          freeze(store, first, LEDGERS_ONLY);
          assertThatThrownBy(() -> freeze(store, second, LEDGERS_ONLY))
              .isInstanceOfSatisfying(
                  BrokenChain.class, e -> assertThat(e.sequence()).isEqualTo(6));
          assertThat(store.catalog().row(second).artifact(LEDGERS))
              .isEqualTo(ArtifactState.FREEZING);
          assertThat(both.exists(both.pack(second))).isFalse();
        }
        both.requireNothingOpen();
      }
    }

    @Test
    void aNeighbourThatCannotBeReadIsAWarning() {
      try (Store store = machine.open()) {
        freeze(store, ZERO, LEDGERS_ONLY);
        machine.lose(machine.pack(ZERO));
        freeze(store, ONE, LEDGERS_ONLY);
        assertThat(machine.events.remarks())
            .anyMatch(remark -> remark.text().contains("not checked"));
        freeze(store, TWO, LEDGERS_ONLY);
      }
    }
  }

  @Nested
  final class FaultsOfTheDisk {

    @Test
    void aFailedSyncIsNeverFollowedByFrozenAndNeverTriedAgain() {
      try (Store store = machine.open()) {
        int[] syncs = {0};
        machine.vfs.hook(
            (operation, path) -> {
              if (operation.equals("sync") && path.toString().endsWith(".pack")) {
                syncs[0]++;
                throw new IOException("injected");
              }
            });
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOf(DurabilityFailure.class);
        assertThat(syncs[0]).isEqualTo(1);
        assertThat(store.catalog().row(ZERO).artifact(LEDGERS)).isEqualTo(ArtifactState.FREEZING);
        machine.vfs.hook((operation, path) -> {});
        freeze(store, ZERO, LEDGERS_ONLY);
      }
    }

    @Test
    void aFlipThatFailsLeavesTheFileBecauseItMayBeFrozen() {
      try (Store store = machine.open()) {
        machine.faults.failOn(
            MemoryMetaStores.COMMIT,
            commits() + 1,
            () -> new NoSpace("catalog", "write", new IOException("injected")));
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY)).isInstanceOf(NoSpace.class);
        assertThat(machine.exists(machine.pack(ZERO))).isTrue();
        freeze(store, ZERO, LEDGERS_ONLY);
      }
    }

    @Test
    void aFileThatCannotBeMadeTakesThoseThatWereMadeBeforeItAway() {
      try (Store store = machine.open()) {
        machine.vfs.hook(
            (operation, path) -> {
              if (operation.equals("create") && path.toString().endsWith(".tiny")) {
                throw new FileSystemException(path.toString(), null, "Too many open files");
              }
            });
        assertThatThrownBy(() -> freeze(store, ZERO, BOTH)).isInstanceOf(StorageUnavailable.class);
        assertThat(machine.exists(machine.pack(ZERO))).isFalse();
        machine.vfs.hook((operation, path) -> {});
        freeze(store, ZERO, BOTH);
      }
    }

    @Test
    void aFullDiskFreezesNothingAndLeavesNothing() {
      try (Store store = machine.open()) {
        machine.vfs.capacityBytes(machine.vfs.usedBytes() + 4096);
        assertThatThrownBy(() -> freeze(store, ZERO, BOTH)).isInstanceOf(NoSpace.class);
        assertThat(machine.exists(machine.pack(ZERO))).isFalse();
        machine.vfs.capacityBytes(Long.MAX_VALUE);
        freeze(store, ZERO, BOTH);
      }
    }

    @Test
    void damageInsideTheHotDatabaseIsFoundByTheFreezeThatMeetsIt() {
      try (Store store = machine.open()) {
        // A gap below the highest: ledger 4 was never written, 5 was.
        ingestWithGap(store);
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOf(HotStoreDamaged.class)
            .hasMessageContaining("ledger 3 is missing");
      }
    }

    @Test
    void aValueTooShortToHoldALedgerIsDamageOfTheHotDatabase() {
      try (Store store = machine.open()) {
        ingest(store, ZERO);
        try (var hot = machine.hotStores.openExisting(ZERO, familiesOfStore())) {
          hot.commit(
              new HotBatch()
                  .put(
                      ColumnFamily.LEDGERS,
                      ByteBuffer.wrap(new byte[] {0, 0, 0, 3}),
                      ByteBuffer.wrap(new byte[10])));
        }
        assertThatThrownBy(() -> freeze(store, ZERO, LEDGERS_ONLY))
            .isInstanceOf(HotStoreDamaged.class)
            .hasMessageContaining("ledger 3 has a value of 10 bytes");
      }
    }

    @Test
    void aKindThatIsNotRegisteredIsABugOfTheCallerAndNoSourceIsAsked() {
      ArtifactKind nope = new ArtifactKind("nope");
      try (Store store = machine.open()) {
        for (Set<ArtifactKind> kinds : List.of(Set.of(nope), Set.of(LEDGERS, nope))) {
          assertThatThrownBy(() -> freeze(store, ZERO, kinds))
              .isInstanceOf(IllegalArgumentException.class);
          assertThat(store.catalog().scan().rows()).isEmpty();
          assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
          assertThat(machine.events.attemptsAt(Operation.FREEZE)).isEmpty();
        }
      }
    }

    /** What was frozen stays frozen; the caller learns of all that went wrong behind it. */
    @Test
    void filesThatCannotBeClosedAreToldWithTheFirstFailure() {
      machine.kinds(
          List.of(
              FileStores.packFormat(),
              new FailingToClose(new ArtifactKind("middle")),
              new FailingToClose(new ArtifactKind("outer")),
              TinyKind.FORMAT),
          List.of());
      Set<ArtifactKind> all =
          Set.of(LEDGERS, new ArtifactKind("middle"), new ArtifactKind("outer"), TinyKind.KIND);
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> freeze(store, ZERO, all))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("middle")
            .satisfies(
                e ->
                    assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(later -> assertThat(later).hasMessage("outer")));
        assertThat(store.catalog().row(ZERO).kindsIn(ArtifactState.FROZEN)).isEqualTo(all);
      }
    }

    @Test
    void oneEventIsToldAtTheTrueEnd() {
      try (Store store = machine.open()) {
        freeze(store, ZERO, BOTH);
        Attempt attempt = machine.events.onlyAttemptAt(Operation.FREEZE);
        assertThat(attempt.outcome()).isEqualTo(Outcome.DONE);
        assertThat(attempt.chunk()).contains(ZERO);
        assertThat(attempt.kinds()).isEqualTo(BOTH);
        assertThat(attempt.source()).isEqualTo("lake");
        assertThat(attempt.ledgers()).isEqualTo(4);
        assertThat(machine.events.progress()).hasSize(4);
      }
    }
  }

  /** Where the lake says that a ledger is. */
  private String keyOf(long sequence) {
    try (LedgerStream stream =
        machine.lake.stream(new LedgerRange(sequence, sequence), CancelToken.NEVER)) {
      assertThat(stream.next()).isTrue();
      return stream.origin();
    }
  }

  private void assertFails(Consumer<TestMachine> wrong, Class<? extends StorageFailure> expected) {
    TestMachine reference = new TestMachine();
    try (Store store = reference.open()) {
      freeze(store, ZERO, BOTH);
    }
    try (Store store = machine.open()) {
      wrong.accept(machine);
      assertThatThrownBy(() -> freeze(store, ZERO, BOTH)).isInstanceOf(expected);
      assertThat(store.catalog().row(ZERO).kindsIn(ArtifactState.FREEZING)).isEqualTo(BOTH);
      assertThat(machine.exists(machine.pack(ZERO))).isFalse();
      assertThat(machine.exists(machine.artifact(TinyKind.KIND, ZERO))).isFalse();
      Attempt attempt = machine.events.onlyAttemptAt(Operation.FREEZE);
      assertThat(attempt.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(attempt.ledgers()).isZero();
      assertThat(attempt.failure()).containsInstanceOf(expected);

      machine.lake.heal();
      freeze(store, ZERO, BOTH);
      assertThat(machine.bytes(machine.pack(ZERO)))
          .isEqualTo(reference.bytes(reference.pack(ZERO)));
    }
  }

  /** The real codec under another name, which counts. */
  private static final class CountingCodec implements FrameCodec {
    private CodecFingerprint fingerprint;
    private int encoded;

    CountingCodec(String name) {
      fingerprint = new CodecFingerprint(name);
    }

    @Override
    public CodecFingerprint fingerprint() {
      return fingerprint;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed with the session that wraps it
    public CodecSession open() {
      return new ForwardingSession(new ZstdFrameCodec().open()) {
        @Override
        public int encode(ByteBuffer borrowedRaw, ByteBuffer target) {
          encoded++;
          return super.encode(borrowedRaw, target);
        }
      };
    }
  }

  private static LedgerHash frontOf(byte[] ledger) {
    return LedgerFront.parse(ByteBuffer.wrap(ledger)).hash();
  }

  private static Set<ColumnFamily> familiesOfStore() {
    return Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS, TinyKind.FAMILY);
  }

  /** A database with ledgers 2 and 5 only, ready in the catalog. */
  private void ingestWithGap(Store store) {
    store.ingest().ingestFromLake(ZERO, OptionalLong.of(2), CancelToken.NEVER);
    try (var hot = machine.hotStores.openExisting(ZERO, familiesOfStore())) {
      byte[] value;
      try (var cursor = hot.cursor(ColumnFamily.LEDGERS, new byte[0])) {
        assertThat(cursor.next()).isTrue();
        value = new byte[cursor.borrowedValue().remaining()];
        cursor.borrowedValue().duplicate().get(value);
      }
      hot.commit(
          new HotBatch()
              .put(
                  ColumnFamily.LEDGERS,
                  ByteBuffer.wrap(new byte[] {0, 0, 0, 5}),
                  ByteBuffer.wrap(value)));
      hot.recordWitness(5);
    }
  }

  /**
   * Makes the files of the tiny kind under another name, and fails when their builder is closed.
   */
  private record FailingToClose(ArtifactKind kind) implements ArtifactFormat {
    @Override
    public String extension() {
      return "tiny";
    }

    @Override
    public long leastBytes(LedgerRange range) {
      return TinyKind.FORMAT.leastBytes(range);
    }

    @Override
    public Set<Reads> reads() {
      return TinyKind.FORMAT.reads();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed with the builder that wraps it
    public ArtifactBuilder begin(ChunkId chunk, LedgerRange range, ArtifactSink sink) {
      ArtifactBuilder tiny = TinyKind.FORMAT.begin(chunk, range, sink);
      return new ArtifactBuilder() {
        @Override
        public void add(BorrowedLedger borrowed) {
          tiny.add(borrowed);
        }

        @Override
        public void finish() {
          tiny.finish();
        }

        @Override
        public void close() {
          tiny.close();
          throw new IllegalStateException(kind.name());
        }
      };
    }
  }

  private long commits() {
    return machine.faults.asked().stream()
        .filter(asked -> asked.startsWith(MemoryMetaStores.COMMIT + " /"))
        .count();
  }

  private static FreezeResult freeze(Store store, ChunkId chunk, Set<ArtifactKind> kinds) {
    return store.freezer().processChunk(chunk, kinds, CancelToken.NEVER);
  }

  private static void ingest(Store store, ChunkId chunk) {
    store.ingest().ingestFromLake(chunk, OptionalLong.empty(), CancelToken.NEVER);
  }

  private static void assertLedgersReadBack(Store store, ChunkId chunk) {
    for (long sequence = GEOMETRY.first(chunk); sequence <= GEOMETRY.last(chunk); sequence++) {
      byte[] raw =
          store
              .ledgers()
              .withLedger(
                  sequence,
                  bytes -> {
                    byte[] copy = new byte[bytes.remaining()];
                    bytes.get(copy);
                    return copy;
                  });
      assertThat(raw).isEqualTo(ledger(sequence).toBytes());
    }
  }
}
