package dev.permafrost.domain.ingest;

import static dev.permafrost.domain.store.TestMachine.CHAIN;
import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.domain.store.TestMachine.checked;
import static dev.permafrost.domain.store.TestMachine.ledger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.store.Cuts;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.LedgerPhases;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.failure.BackendCoverageTimeout;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.NoBackendConfigured;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnexpectedLedger;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.hot.MemoryHotStores;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.testkit.source.FakeBackend.Requests;
import dev.permafrost.testkit.source.WrongLedgers;
import dev.permafrost.testkit.work.LateWork;
import dev.permafrost.testkit.work.SameThreadWork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ledgers into a hot database, by the sentences of docs/protocol.md, "Ingesting into a hot
 * database".
 */
final class HotIngestTest {

  private TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  private static final CancelToken NEVER = CancelToken.NEVER;

  @Nested
  final class WhereItBeginsAndEnds {

    @Test
    void aChunkIsIngestedFromTheLakeWithOneStreamAndNoQuestionTooMany() {
      try (Store store = machine.open()) {
        IngestResult result = ingest(store, ZERO);
        assertThat(result.chunk()).isEqualTo(ZERO);
        assertThat(result.ledgers()).isEqualTo(4);
        assertThat(result.highest()).hasValue(5);
        assertThat(result.rawBytes())
            .isEqualTo(CHAIN.subList(0, 4).stream().mapToLong(l -> l.toBytes().length).sum());
        assertThat(result.frameBytes()).isPositive().isLessThan(result.rawBytes());
        assertThat(machine.lake.requests()).isEqualTo(new Requests(1, 1, 0, 1, 4));
        assertThat(store.catalog().row(ZERO).hot()).isEqualTo(HotState.READY);
        assertStored(store, 2, 5);
      }
    }

    @Test
    void everyLedgerIsToldOnceItIsCommittedWithWhereItsTimeWent() {
      machine.work(new SameThreadWork());
      machine.encodingTakes(Duration.ofNanos(3));
      try (Store store = machine.open()) {
        machine.takes(
            "writeAt", machine.hotDirectory(ZERO).resolve("WITNESS"), Duration.ofNanos(70));
        ingest(store, ZERO);
        assertThat(machine.events.committed())
            .extracting(LedgerPhases::sequence)
            .containsExactly(2L, 3L, 4L, 5L);
        assertThat(machine.events.committed())
            .extracting(
                LedgerPhases::checkNanos,
                LedgerPhases::encodeNanos,
                LedgerPhases::commitNanos,
                LedgerPhases::witnessNanos)
            .containsOnly(tuple(0L, 3L, 0L, 70L));
        assertThat(machine.events.committed())
            .extracting(LedgerPhases::source)
            .containsOnly("lake");
        Attempt attempt = machine.events.onlyAttemptAt(Operation.INGEST);
        assertThat(machine.events.committed().stream().mapToLong(LedgerPhases::rawBytes).sum())
            .isEqualTo(attempt.rawBytes());
        assertThat(machine.events.committed().stream().mapToLong(LedgerPhases::frameBytes).sum())
            .isEqualTo(attempt.storedBytes());
      }
    }

    @Test
    void everyLedgerIsIngestedHoweverLateItComesOutOfTheLine() {
      machine.work(new LateWork());
      try (Store store = machine.open()) {
        assertThat(ingest(store, ZERO).highest()).hasValue(5);
        assertStored(store, 2, 5);
      }
    }

    @Test
    void resumingStartsAtHighestPlusOne() {
      TestMachine inOneGo = new TestMachine();
      try (Store store = inOneGo.open()) {
        ingest(store, ZERO);
      }
      try (Store store = machine.open()) {
        assertThat(ingestUntil(store, ZERO, 3).ledgers()).isEqualTo(2);
        assertThat(ingestUntil(store, ZERO, 4).ledgers()).isEqualTo(1);
      }
      try (Store store = machine.open()) {
        machine.lake.forgetRequests();
        IngestResult rest = ingest(store, ZERO);
        assertThat(rest.ledgers()).isEqualTo(1);
        assertThat(rest.highest()).hasValue(5);
        assertThat(machine.lake.requests()).isEqualTo(new Requests(1, 1, 0, 1, 1));
      }
      assertThat(machine.state()).isEqualTo(inOneGo.state());
    }

    /**
     * Each opening costs: one look for what is there, one that compares, and the one for writing.
     */
    @Test
    void resumingOpensTheDatabaseNoMoreOftenThanItMust() {
      try (Store store = machine.open()) {
        ingestUntil(store, ZERO, 3);
        machine.steps.off();
        ingest(store, ZERO);
        assertThat(machine.steps.seen().stream().filter(step -> step.startsWith("hot open")))
            .containsExactly(
                "hot open read-only 00000000",
                "hot open read-only 00000000",
                "hot open 00000000",
                "hot open, done 00000000");
      }
    }

    @Test
    void untilIsInclusiveAndInsideTheChunk() {
      try (Store store = machine.open()) {
        for (long outside : new long[] {5, 10, 0}) {
          assertThatThrownBy(() -> ingestUntil(store, ONE, outside)).isInstanceOf(OutOfRange.class);
        }
        assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
        assertThat(store.catalog().scan().rows()).isEmpty();
        assertThat(ingestUntil(store, ONE, 6).highest()).hasValue(6);
        assertThat(ingestUntil(store, ONE, 9).highest()).hasValue(9);
      }
    }

    @Test
    void theLakeIsAskedOnlyForWhatIsNeeded() {
      machine.lake.setTip(3);
      try (Store store = machine.open()) {
        assertThat(ingestUntil(store, ZERO, 3).highest()).hasValue(3);
        assertThatThrownBy(() -> ingestUntil(store, ZERO, 4))
            .isInstanceOf(BackendCoverageTimeout.class);
        assertThatThrownBy(() -> ingest(store, ONE)).isInstanceOf(BackendCoverageTimeout.class);
        assertThat(store.catalog().row(ONE).hot()).isEqualTo(HotState.ABSENT);
      }
    }

    @Test
    void nothingIsAskedOfTheLakeIfEverythingIsThere() {
      try (Store store = machine.open()) {
        ingest(store, ZERO);
        machine.lake.forgetRequests();
        machine.events.clear();
        var state = machine.state();
        IngestResult again = ingest(store, ZERO);
        assertThat(again.ledgers()).isZero();
        assertThat(again.highest()).hasValue(5);
        assertThat(ingestUntil(store, ZERO, 3).ledgers()).isZero();
        assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
        assertThat(machine.state()).isEqualTo(state);
        assertThat(machine.events.attemptsAt(Operation.INGEST))
            .extracting(Attempt::outcome)
            .containsOnly(Outcome.NOTHING_TO_DO);
      }
    }

    @Test
    void aFrozenChunkIsNotIngestedAgain() {
      try (Store store = machine.open()) {
        freeze(store, ZERO);
        machine.lake.forgetRequests();
        IngestResult result = ingest(store, ZERO);
        assertThat(result.ledgers()).isZero();
        assertThat(result.highest()).isEmpty();
        assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
        assertThat(store.catalog().row(ZERO).hot()).isEqualTo(HotState.ABSENT);
      }
    }

    @Test
    void withoutALakeIngestingFromItSaysSoAndLeavesNoTrace() {
      machine.withoutLake();
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> ingest(store, ZERO)).isInstanceOf(NoBackendConfigured.class);
        assertThat(store.catalog().scan().rows()).isEmpty();
      }
    }

    @Test
    void anyOtherSourceOfLedgersDoesWithoutALake() {
      machine.withoutLake();
      try (Store store = machine.open()) {
        FakeBackend source = new FakeBackend("any", CHAIN);
        IngestResult result =
            store.ingest().ingest(ZERO, OptionalLong.empty(), source, Optional.empty(), NEVER);
        assertThat(result.ledgers()).isEqualTo(4);
        assertThat(result.highest()).hasValue(5);
        assertStored(store, 2, 5);
        assertThat(store.catalog().network()).isEmpty();
        assertThat(source.requests()).isEqualTo(new Requests(0, 0, 0, 1, 4));
        IngestResult again =
            store.ingest().ingest(ZERO, OptionalLong.empty(), source, Optional.empty(), NEVER);
        assertThat(again).isEqualTo(new IngestResult(ZERO, 0, 0, 0, OptionalLong.of(5)));
        assertThat(source.requests()).isEqualTo(new Requests(0, 0, 0, 1, 4));
      }
    }

    @Test
    void aChunkThatSomebodyWritesIsNotIngestedBesideHim() {
      try (Store store = machine.open();
          HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK))) {
        assertThatThrownBy(() -> ingest(store, ZERO)).isInstanceOf(HotStoreUnavailable.class);
        assertThat(writer.next()).isEqualTo(2);
      }
    }
  }

  @Nested
  final class TheNetwork {

    @Test
    void aLakeOfAnotherNetworkIsRefusedBeforeAnythingIsWritten() {
      try (Store store = machine.open()) {
        TestMachine.changing(store).pinNetwork("Another Network");
        var state = machine.state();
        FakeBackend source = new FakeBackend(NETWORK, CHAIN);
        assertThatThrownBy(() -> ingest(store, ZERO))
            .isInstanceOfSatisfying(
                WrongNetwork.class,
                e -> {
                  assertThat(e.expected()).isEqualTo("Another Network");
                  assertThat(e.found()).isEqualTo(NETWORK);
                });
        assertThatThrownBy(
                () ->
                    store
                        .ingest()
                        .ingest(ZERO, OptionalLong.empty(), source, Optional.of(NETWORK), NEVER))
            .isInstanceOf(WrongNetwork.class)
            .hasMessageContaining("fake-lake");
        assertThat(machine.state()).isEqualTo(state);
        assertThat(source.requests()).isEqualTo(Requests.NONE);
        assertThat(machine.lake.requests()).isEqualTo(new Requests(1, 0, 0, 0, 0));
      }
    }

    @Test
    void theNetworkIsPinnedByTheBatchOfTheFirstMark() {
      try (Store store = machine.open()) {
        machine.faults.failOn(
            dev.permafrost.testkit.catalog.MemoryMetaStores.COMMIT + ", done",
            1,
            () -> new NoSpace("catalog", "write", new IOException("injected")));
        assertThatThrownBy(() -> ingest(store, ZERO)).isInstanceOf(NoSpace.class);
        assertThat(store.catalog().row(ZERO).hot()).isEqualTo(HotState.TRANSIENT);
        assertThat(store.catalog().network()).contains(NETWORK);
      }
    }
  }

  @Nested
  final class LedgersThatAreNotWhatIsDue {

    @Test
    void aDuplicateStopsIngestionWithBothNumbers() {
      machine.lake.repeat(4);
      assertStops(ZERO, UnexpectedLedger.Kind.DUPLICATE, 5, 4, 4);
    }

    @Test
    void aGapStopsIngestionWithBothNumbers() {
      machine.lake.skip(4);
      assertStops(ZERO, UnexpectedLedger.Kind.GAP, 4, 5, 3);
    }

    @Test
    void aLedgerOfAnotherChunkStopsIngestionWithBothNumbers() {
      machine.lake.swap(8, 3);
      assertStops(ONE, UnexpectedLedger.Kind.FOREIGN, 8, 3, 7);
    }

    @Test
    void anOverrunStopsIngestionWithBothNumbers() {
      machine.lake.overrunBy(1);
      assertStops(ZERO, UnexpectedLedger.Kind.OVERRUN, 6, 6, 5);
    }

    @Test
    void aShortStreamStopsIngestionWithBothNumbers() {
      machine.lake.endBefore(4);
      assertStops(ZERO, UnexpectedLedger.Kind.SHORT, 4, 3, 3);
    }

    @Test
    void theHighestLedgerDeliveredAgainOnResumingIsADuplicateAndNotOfAnotherChunk() {
      try (Store store = machine.open()) {
        ingestUntil(store, ZERO, 3);
        machine.lake.swap(4, 3);
        assertThatThrownBy(() -> ingest(store, ZERO))
            .isInstanceOfSatisfying(
                UnexpectedLedger.class,
                e -> {
                  assertThat(e.kind()).isEqualTo(UnexpectedLedger.Kind.DUPLICATE);
                  assertThat(e.expected()).isEqualTo(4);
                  assertThat(e.found()).isEqualTo(3);
                });
        assertThat(machine.hot(ZERO)).containsEntry("witness", "SOUND 3");
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"header", "link", "version", "cut", "unreachable"})
    void whatIsWrongWithALedgerStopsIngestionBeforeItAndKeepsWhatCameEarlier(String wrong) {
      byte[] sound = ledger(4).toBytes();
      Class<? extends StorageFailure> expected =
          switch (wrong) {
            case "header" -> {
              machine.lake.replace(4, List.of(WrongLedgers.withBrokenHeader(sound)));
              yield LakeDamage.class;
            }
            case "link" -> {
              machine.lake.replace(4, List.of(WrongLedgers.withLinkTo(LedgerHash.ZERO, sound)));
              yield BrokenChain.class;
            }
            case "version" -> {
              machine.lake.replace(4, List.of(WrongLedgers.withUnknownVersion(sound)));
              yield UnsupportedLedgerVersion.class;
            }
            case "cut" -> {
              machine.lake.replace(4, List.of(WrongLedgers.cutInHeader(sound)));
              yield LakeDamage.class;
            }
            default -> {
              machine.lake.failAt(4, new BackendUnreachable("lake", "cut", null));
              yield BackendUnreachable.class;
            }
          };
      try (Store store = machine.open()) {
        assertThatThrownBy(() -> ingest(store, ZERO)).isInstanceOf(expected);
        assertStayed(store, ZERO, 3);
        machine.lake.heal();
        assertThat(ingest(store, ZERO).ledgers()).isEqualTo(2);
      }
    }
  }

  @Nested
  final class TheChain {

    @Test
    void aResumedIngestionChecksTheLinkToTheHighestLedger() {
      try (Store store = machine.open()) {
        ingestUntil(store, ZERO, 3);
        machine.lake.replace(
            4, List.of(WrongLedgers.withLinkTo(LedgerHash.ZERO, ledger(4).toBytes())));
        assertBreaksAt(store, ZERO, 4);
      }
    }

    @Test
    void theFirstLedgerIsLinkedToTheChunkBeforeFrozenOrHot() {
      for (boolean frozen : new boolean[] {true, false}) {
        machine = new TestMachine();
        machine.lake.replace(
            6, List.of(WrongLedgers.withLinkTo(LedgerHash.ZERO, ledger(6).toBytes())));
        try (Store store = machine.open()) {
          fill(store, ZERO, frozen);
          assertBreaksAt(store, ONE, 6);
          assertThat(machine.hot(ONE)).containsOnlyKeys("witness");
          machine.lake.heal();
          ingest(store, ONE);
        }
      }
    }

    @Test
    void theLastLedgerIsLinkedToTheChunkBehindFrozenOrHot() {
      for (boolean frozen : new boolean[] {true, false}) {
        machine = new TestMachine();
        // Another ledger 9, sound in itself and linked to ledger 8: chunk 2 does not link to it.
        byte[] another = WrongLedgers.withLinkTo(hash(ledger(8)), anotherLedger(9));
        machine.lake.replace(9, List.of(another));
        try (Store store = machine.open()) {
          fill(store, TWO, frozen);
          assertBreaksAt(store, ONE, 10);
          assertStored(store, 6, 8);
          assertThat(machine.hot(ONE)).containsEntry("witness", "SOUND 8");
          machine.lake.heal();
          ingest(store, ONE);
        }
      }
    }

    @Test
    void aNeighbourThatIsNotCompleteOrNotThereIsNoReasonToStop() {
      try (Store store = machine.open()) {
        ingestUntil(store, ZERO, 3);
        ingest(store, ONE);
        assertStored(store, 6, 9);
      }
    }

    @Test
    void aNeighbourThatCannotBeReadIsAWarning() {
      try (Store store = machine.open()) {
        ingest(store, ZERO);
        machine.lose(machine.hotDirectory(ZERO));
        ingest(store, ONE);
        assertThat(machine.events.remarks())
            .anyMatch(remark -> remark.text().contains("link to chunk 0 is not checked"));
      }
    }
  }

  @Nested
  final class OneCommitALedgerThenItsWitness {

    @Test
    void eachLedgerIsOneCommitThenItsWitnessThenTheNext() {
      try (Store store = machine.open()) {
        machine.steps.off();
        ingest(store, ZERO);
        List<String> writes =
            machine.steps.seen().stream()
                .filter(step -> step.matches("hot (commit|record witness|sync witness) .*"))
                .map(step -> step.substring(4, step.lastIndexOf(' ')))
                .toList();
        assertThat(writes.subList(0, 8))
            .containsExactly(
                "commit",
                "record witness",
                "commit",
                "record witness",
                "commit",
                "record witness",
                "commit",
                "record witness");
        assertThat(writes.subList(8, writes.size())).isNotEmpty().containsOnly("sync witness");
      }
    }

    @Test
    void aLedgerIsInTheSameBatchInEveryColumnFamilyTogetherWithItsCodec() {
      try (Store store = machine.open()) {
        machine.faults.failOn(
            MemoryHotStores.COMMIT + ", done",
            0,
            () -> new NoSpace("hot", "write", new IOException("injected")));
        assertThatThrownBy(() -> ingest(store, ZERO)).isInstanceOf(NoSpace.class);
        assertThat(machine.hot(ZERO).keySet())
            .hasSize(4)
            .contains("witness", "ledgers 00000002", "tiny 00000002")
            .anyMatch(key -> key.startsWith("default "));
      }
    }

    @Test
    void theWitnessIsSyncedEvery256CommitsAndOnClosing() {
      machine.geometry(new Geometry(600));
      FakeBackend source =
          new FakeBackend(NETWORK, LedgerForge.small(3).ledgers(new LedgerRange(2, 601)));
      try (Store store = machine.open()) {
        machine.steps.off();
        store.ingest().ingest(ZERO, OptionalLong.empty(), source, Optional.of(NETWORK), NEVER);
      }
      List<Integer> syncedAfter = new ArrayList<>();
      int recorded = 0;
      for (String step : machine.steps.seen()) {
        recorded += step.startsWith(MemoryHotStores.RECORD_WITNESS + " ") ? 1 : 0;
        if (step.startsWith(MemoryHotStores.SYNC_WITNESS + " ")) {
          syncedAfter.add(recorded);
        }
      }
      assertThat(recorded).isEqualTo(600);
      assertThat(syncedAfter).startsWith(256, 512, 600);
      assertThat(syncedAfter.subList(2, syncedAfter.size())).containsOnly(600);
    }
  }

  @Nested
  final class Stopping {

    @Test
    void cancellationStopsBetweenLedgersAndLosesNothing() {
      TestMachine reference = new TestMachine();
      try (Store store = reference.open()) {
        ingest(store, ZERO);
      }
      try (Store store = machine.open()) {
        CancelSource cancel = new CancelSource();
        LedgerSource source = new CancellingSource(machine.lake, 4, cancel);
        assertThatThrownBy(
                () ->
                    store
                        .ingest()
                        .ingest(
                            ZERO,
                            OptionalLong.empty(),
                            source,
                            Optional.of(NETWORK),
                            cancel.token()))
            .isInstanceOf(Cancelled.class);
        assertThat(machine.hot(ZERO)).containsEntry("witness", "SOUND 3");
        assertStored(store, 2, 3);
        Attempt attempt = machine.events.onlyAttemptAt(Operation.INGEST);
        assertThat(attempt.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(attempt.ledgers()).isZero();
        ingest(store, ZERO);
      }
      assertThat(machine.state()).isEqualTo(reference.state());
    }

    @Test
    void cancelledBeforeItBeginsItLeavesNoTrace() {
      CancelSource cancel = new CancelSource();
      cancel.cancel();
      try (Store store = machine.open()) {
        assertThatThrownBy(
                () -> store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), cancel.token()))
            .isInstanceOf(Cancelled.class);
        assertThat(store.catalog().scan().rows()).isEmpty();
      }
    }

    @Test
    void aCommitThatFailsEndsTheAttemptAndTheNextGoesOnFromWhatIsThere() {
      TestMachine reference = new TestMachine();
      try (Store store = reference.open()) {
        ingest(store, ZERO);
      }
      try (Store store = machine.open()) {
        NoSpace failure = new NoSpace("hot", "write", new IOException("injected"));
        machine.faults.failOn(MemoryHotStores.COMMIT, 2, () -> failure);
        assertThatThrownBy(() -> ingest(store, ZERO)).isSameAs(failure);
        assertThat(machine.hot(ZERO)).containsEntry("witness", "SOUND 3");
        assertThat(ingest(store, ZERO).ledgers()).isEqualTo(2);
      }
      assertThat(machine.state()).isEqualTo(reference.state());
    }

    @Test
    void oneEventIsToldAtTheTrueEndAndProgressAfterEachLedger() {
      try (Store store = machine.open()) {
        IngestResult result = ingest(store, ZERO);
        Attempt attempt = machine.events.onlyAttemptAt(Operation.INGEST);
        assertThat(attempt.outcome()).isEqualTo(Outcome.DONE);
        assertThat(attempt.chunk()).contains(ZERO);
        assertThat(attempt.source()).isEqualTo("lake");
        assertThat(attempt.ledgers()).isEqualTo(4);
        assertThat(attempt.rawBytes()).isEqualTo(result.rawBytes());
        assertThat(attempt.storedBytes()).isEqualTo(result.frameBytes());
        assertThat(machine.events.progress())
            .extracting(progress -> progress.ledgersDone() + "/" + progress.ledgersTotal())
            .containsExactly("1/4", "2/4", "3/4", "4/4");
      }
    }
  }

  @Nested
  final class CutShortAtEveryStep {

    /** I1 and I4, after a kill. */
    @Test
    void everyAcknowledgedLedgerIsThereAfterAKillAtAnyStepAndRunningAgainEndsTheSame() {
      Map<String, String> expected = ingested();
      TestMachine[] dying = {machine};
      int steps =
          Cuts.dying(
              () -> remember(dying),
              store -> ingest(store, ZERO),
              restarted -> {
                try (Store store = restarted.open()) {
                  assertAcknowledgedIsThere(dying[0], restarted, store);
                  ingest(store, ZERO);
                }
                assertThat(settled(restarted)).isEqualTo(expected);
              });
      assertThat(steps).isGreaterThan(60);
    }

    @Test
    void everyAcknowledgedLedgerIsThereAfterAFailureAtAnyStepAndRunningAgainEndsTheSame() {
      Map<String, String> expected = ingested();
      TestMachine[] failing = {machine};
      int steps =
          Cuts.failing(
              () -> remember(failing),
              store -> ingest(store, ZERO),
              (failed, store) -> {
                assertAcknowledgedIsThere(failing[0], failed, store);
                ingest(store, ZERO);
                assertThat(settled(failed)).isEqualTo(expected);
              });
      assertThat(steps).isGreaterThan(60);
    }

    /** Resuming has steps of its own: it looks, compares, and reads the highest ledger's hash. */
    @Test
    void resumingCutShortAtAnyStepEndsTheSame() {
      Map<String, String> expected = ingested();
      TestMachine[] dying = {machine};
      Cuts.dying(
          () -> halfway(dying),
          store -> ingest(store, ZERO),
          restarted -> {
            try (Store store = restarted.open()) {
              assertStored(store, 2, 3);
              assertAcknowledgedIsThere(dying[0], restarted, store);
              ingest(store, ZERO);
            }
            assertThat(settled(restarted)).isEqualTo(expected);
          });
      Cuts.failing(
          () -> halfway(dying),
          store -> ingest(store, ZERO),
          (failed, store) -> {
            assertStored(store, 2, 3);
            ingest(store, ZERO);
            assertThat(settled(failed)).isEqualTo(expected);
          });
    }
  }

  private void assertStops(
      ChunkId chunk, UnexpectedLedger.Kind kind, long expected, long found, long highest) {
    TestMachine reference = new TestMachine();
    try (Store store = reference.open()) {
      ingest(store, chunk);
    }
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> ingest(store, chunk))
          .isInstanceOfSatisfying(
              UnexpectedLedger.class,
              e -> {
                assertThat(e.kind()).isEqualTo(kind);
                assertThat(e.chunk()).isEqualTo(chunk);
                assertThat(e.expected()).isEqualTo(expected);
                assertThat(e.found()).isEqualTo(found);
              });
      assertStayed(store, chunk, highest);
      machine.lake.heal();
      ingest(store, chunk);
    }
    assertThat(machine.state()).isEqualTo(reference.state());
  }

  /** What was committed stays; nothing of the ledger that stopped it is there. */
  private void assertStayed(Store store, ChunkId chunk, long highest) {
    assertThat(store.catalog().row(chunk).hot()).isEqualTo(HotState.READY);
    Map<String, String> hot = machine.hot(chunk);
    long first = TestMachine.GEOMETRY.first(chunk);
    assertThat(hot.keySet().stream().filter(key -> key.startsWith("ledgers")))
        .hasSize((int) (highest - first + 1));
    assertThat(hot.keySet().stream().filter(key -> key.startsWith("tiny")))
        .hasSize((int) (highest - first + 1));
    assertThat(hot).containsEntry("witness", "SOUND " + highest);
    assertStored(store, first, highest);
    Attempt attempt = machine.events.attemptsAt(Operation.INGEST).get(0);
    assertThat(attempt.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(attempt.ledgers()).isZero();
    assertThat(attempt.rawBytes()).isZero();
  }

  private void assertBreaksAt(Store store, ChunkId chunk, long sequence) {
    assertThatThrownBy(() -> ingest(store, chunk))
        .isInstanceOfSatisfying(
            BrokenChain.class,
            e -> {
              assertThat(e.kind()).isEqualTo(BrokenChain.Kind.LINK);
              assertThat(e.sequence()).isEqualTo(sequence);
            });
  }

  private static byte[] anotherLedger(long sequence) {
    return LedgerForge.small(2).ledgers(new LedgerRange(sequence, sequence)).get(0).toBytes();
  }

  private static LedgerHash hash(ForgedLedger ledger) {
    return checked(ledger.sequence()).hash();
  }

  private static void fill(Store store, ChunkId chunk, boolean frozen) {
    if (frozen) {
      freeze(store, chunk);
    } else {
      ingest(store, chunk);
    }
  }

  /** Is cancelled while it brings up a ledger, and itself knows nothing of it. */
  private record CancellingSource(LedgerSource real, long at, CancelSource cancel)
      implements LedgerSource {
    @Override
    public String location() {
      return real.location();
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed with the stream that wraps it
    public LedgerStream stream(LedgerRange range, CancelToken ignored) {
      LedgerStream stream = real.stream(range, NEVER);
      return new LedgerStream() {
        private long due = range.first();

        @Override
        public boolean next() {
          if (due++ == at) {
            cancel.cancel();
          }
          return stream.next();
        }

        @Override
        public ByteBuffer borrowedRaw() {
          return stream.borrowedRaw();
        }

        @Override
        public String origin() {
          return stream.origin();
        }

        @Override
        public void close() {
          stream.close();
        }
      };
    }
  }

  private static TestMachine remember(TestMachine[] last) {
    last[0] = new TestMachine();
    return last[0];
  }

  private static TestMachine halfway(TestMachine[] last) {
    TestMachine halfway = remember(last);
    try (Store store = halfway.open()) {
      ingestUntil(store, ZERO, 3);
    }
    halfway.events.clear();
    return halfway;
  }

  private static Map<String, String> ingested() {
    TestMachine reference = new TestMachine();
    try (Store store = reference.open()) {
      ingest(store, ZERO);
    }
    return settled(reference);
  }

  /**
   * The state, with the witness in words: where the last ledger was committed and then not
   * acknowledged, nothing is left to ingest, and the witness stays one behind.
   */
  private static Map<String, String> settled(TestMachine machine) {
    Map<String, String> state = machine.state();
    state.replace("hot 0 witness", "SOUND 4", "SOUND 4 or 5");
    state.replace("hot 0 witness", "SOUND 5", "SOUND 4 or 5");
    return state;
  }

  /** Ledgers reported as progress were acknowledged, and existing ledgers are in every family. */
  private static void assertAcknowledgedIsThere(
      TestMachine before, TestMachine after, Store store) {
    long acknowledged =
        before.events.progress().stream()
            .mapToLong(progress -> progress.ledgersDone() + 1)
            .max()
            .orElse(1);
    if (acknowledged >= 2) {
      assertStored(store, 2, acknowledged);
    }
    HotState hot = store.catalog().row(ZERO).hot();
    if (hot != HotState.ABSENT) {
      assertThat(store.catalog().network()).contains(NETWORK);
    }
    if (hot == HotState.READY) {
      assertWhole(after.hot(ZERO), acknowledged);
    }
  }

  private static void assertWhole(Map<String, String> hot, long acknowledged) {
    List<String> ledgers = keysOf(hot, "ledgers ");
    assertThat(keysOf(hot, "tiny ")).isEqualTo(ledgers);
    assertThat(keysOf(hot, "default ")).hasSize(ledgers.isEmpty() ? 0 : 1);
    String highest = ledgers.isEmpty() ? "1" : ledgers.get(ledgers.size() - 1);
    long witness = Long.parseLong(hot.getOrDefault("witness", "").replace("SOUND ", ""));
    assertThat(witness).isBetween(acknowledged, Long.parseLong(highest, 16));
  }

  private static List<String> keysOf(Map<String, String> hot, String family) {
    return hot.keySet().stream()
        .filter(key -> key.startsWith(family))
        .map(key -> key.substring(family.length()))
        .toList();
  }

  private static IngestResult ingest(Store store, ChunkId chunk) {
    return store.ingest().ingestFromLake(chunk, OptionalLong.empty(), NEVER);
  }

  private static IngestResult ingestUntil(Store store, ChunkId chunk, long until) {
    return store.ingest().ingestFromLake(chunk, OptionalLong.of(until), NEVER);
  }

  private static void freeze(Store store, ChunkId chunk) {
    store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), NEVER);
  }

  private static void assertStored(Store store, long first, long last) {
    Consumer<Long> stored =
        sequence -> {
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
        };
    for (long sequence = first; sequence <= last; sequence++) {
      stored.accept(sequence);
    }
  }
}
