package dev.permafrost.domain.recover;

import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.domain.store.TestMachine.ledger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.domain.store.Cuts;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.ViewHold;
import dev.permafrost.ports.failure.BelowFloor;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.LedgerNotStored;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.failure.ViewExpired;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What falls below the floor, by the sentences of docs/protocol.md, "Pruning". */
final class PruningTest {

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void wholeChunksThatEndBelowALedgerAreGivenUp() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 9);
      freeze(store, ONE);
      ingestUntil(store, TWO, 11);
      assertThat(prune(store, 12)).containsExactly(gone(ZERO), gone(ONE));
      assertThat(store.catalog().scan().rows()).extracting(ChunkRow::chunk).containsExactly(TWO);
      assertThat(store.catalog().earliestLedger()).hasValue(10);
      assertThat(machine.exists(machine.pack(ZERO))).isFalse();
      assertThat(machine.exists(machine.hotDirectory(ONE))).isFalse();
      assertThat(prune(store, 12)).isEmpty();
    }
  }

  @Test
  void whatWasLeftBelowTheFloorIsFinishedWithoutRaisingIt() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 9);
      assertThat(store.pruning().finish(CancelToken.NEVER)).isEmpty();
      assertThat(store.catalog().earliestLedger()).isEmpty();
      try (ReadView view = store.reads().open()) {
        assertThat(prune(store, 6)).extracting(PruningReport::isGone).containsExactly(false);
        assertThat(view).isNotNull();
      }
      assertThat(store.pruning().finish(CancelToken.NEVER)).containsExactly(gone(ZERO));
      assertThat(store.catalog().earliestLedger()).hasValue(6);
    }
  }

  @Test
  void theFloorIsNeverLowered() {
    try (Store store = machine.open()) {
      freeze(store, TWO);
      prune(store, 10);
      assertThat(prune(store, 3)).isEmpty();
      assertThat(store.catalog().earliestLedger()).hasValue(10);
      assertThatThrownBy(() -> prune(store, 1)).isInstanceOf(OutOfRange.class);
    }
  }

  @Test
  void aFloorAboveAllThatThereIsIsRefusedAndNothingIsGivenUp() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 7);
      assertThatThrownBy(() -> prune(store, 14))
          .isInstanceOf(OutOfRange.class)
          .hasMessageContaining("the floor 14 is out of range: 2 to 13");
      assertThat(store.catalog().earliestLedger()).isEmpty();
      assertThat(store.catalog().row(ZERO).artifact(ArtifactKind.LEDGERS))
          .isEqualTo(ArtifactState.FROZEN);
      assertThat(prune(store, 13)).containsExactly(gone(ZERO), gone(ONE));
      assertThat(store.catalog().earliestLedger()).hasValue(10);
    }
  }

  @Test
  void anEmptyStoreMayBeginAnywhere() {
    try (Store store = machine.open()) {
      assertThat(prune(store, 30)).isEmpty();
      assertThat(store.catalog().earliestLedger()).hasValue(30);
    }
  }

  @Test
  void aFloorThatIsThereIsNeverTooHigh() {
    try (Store store = machine.open()) {
      prune(store, 30);
      TestMachine.changing(store)
          .markFreezing(ZERO, Set.of(ArtifactKind.LEDGERS), Optional.of(NETWORK));
      assertThat(prune(store, 30)).containsExactly(gone(ZERO));
    }
  }

  @Test
  void ingestionAndFreezingBelowItAreRefused() {
    try (Store store = machine.open()) {
      prune(store, 6);
      machine.lake.forgetRequests();
      assertThatThrownBy(() -> freeze(store, ZERO))
          .isInstanceOf(BelowFloor.class)
          .hasMessageContaining("the earliest ledger of this store, 6");
      assertThatThrownBy(() -> ingestUntil(store, ZERO, 5)).isInstanceOf(BelowFloor.class);
      assertThatThrownBy(() -> store.hot().openHotDBForChunk(ZERO, Optional.empty()))
          .isInstanceOf(BelowFloor.class);
      assertThatThrownBy(() -> store.adoption().hot(ZERO, Optional.of(NETWORK), CancelToken.NEVER))
          .isInstanceOf(BelowFloor.class);
      assertThat(machine.lake.openStreams()).isZero();
      freeze(store, ONE);
    }
  }

  @Test
  void whatIsFreezingBelowItGoesThroughPruning() {
    try (Store store = machine.open()) {
      TestMachine.changing(store)
          .markFreezing(ZERO, Set.of(ArtifactKind.LEDGERS), Optional.of(NETWORK));
      machine.makeDirectories(Objects.requireNonNull(machine.pack(ZERO).getParent()));
      machine.write(machine.pack(ZERO), new byte[10]);
      assertThat(prune(store, 6)).containsExactly(gone(ZERO));
      assertThat(machine.exists(machine.pack(ZERO))).isFalse();
    }
  }

  @Test
  void theOnlyCopyBelowItIsGivenUpToo() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 4);
      assertThat(prune(store, 6)).containsExactly(gone(ZERO));
      assertThat(store.catalog().scan().rows()).isEmpty();
    }
  }

  @Test
  void lostHotDataBelowItIsToldAndGivenUpWithTheRest() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 4);
      machine.lose(machine.hotDirectory(ZERO));
      assertThat(prune(store, 6)).containsExactly(gone(ZERO));
      assertThat(machine.events.remarks())
          .anyMatch(remark -> remark.text().contains("was lost, and the chunk is below the floor"));
    }
  }

  @Test
  void aPruningThatMeetsAViewMarksAndSaysThatItWaits() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 9);
      try (ReadView view = store.reads().open()) {
        machine.time.advance(Duration.ofSeconds(90));
        assertThat(prune(store, 10)).containsExactly(waits(ZERO), waits(ONE));
        assertThat(machine.events.holds())
            .containsExactly(
                new ViewHold(ZERO, Duration.ofSeconds(90)),
                new ViewHold(ONE, Duration.ofSeconds(90)));
        assertThat(store.catalog().row(ZERO).artifact(ArtifactKind.LEDGERS))
            .isEqualTo(ArtifactState.PRUNING);
        assertThat(store.sweep().sweepAll(CancelToken.NEVER))
            .extracting(SweepReport::waiting)
            .containsExactly(Set.of(ArtifactKind.LEDGERS));
        List<Long> read = new ArrayList<>();
        view.read(
            2,
            100,
            (sequence, raw) -> {
              assertThat(raw).isEqualTo(ByteBuffer.wrap(ledger(sequence).toBytes()));
              read.add(sequence);
            });
        assertThat(read).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        try (ReadView later = store.reads().open()) {
          assertThat(later.available()).isEmpty();
        }
      }
      assertThat(prune(store, 10)).containsExactly(gone(ZERO), gone(ONE));
    }
  }

  @Test
  void aViewThatIsTooOldIsNotWaitedFor() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      try (ReadView view = store.reads().open()) {
        machine.time.advance(Duration.ofMinutes(61));
        assertThat(prune(store, 6)).containsExactly(gone(ZERO));
        assertThatThrownBy(() -> view.read(2, 1, (sequence, raw) -> {}))
            .isInstanceOf(ViewExpired.class);
      }
    }
  }

  @Test
  void aLookupBelowTheFloorFindsNothing() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      try (ReadView view = store.reads().open()) {
        assertThat(prune(store, 6)).containsExactly(waits(ZERO));
        assertThat(view.latest()).hasValue(5);
        assertThatThrownBy(() -> store.ledgers().withLedger(3, ByteBuffer::remaining))
            .isInstanceOf(LedgerNotStored.class);
      }
    }
  }

  @Test
  void oneChunkThatFailsDoesNotKeepTheOthers() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 4);
      freeze(store, ONE);
      try (var reader = store.hot().openForReading(ZERO).orElseThrow()) {
        assertThat(reader.highest()).hasValue(4);
        List<PruningReport> reports = prune(store, 10);
        assertThat(reports.get(0).isGone()).isFalse();
        assertThat(reports.get(0).failure().orElseThrow()).isInstanceOf(HotStoreUnavailable.class);
        assertThat(reports.get(1)).isEqualTo(gone(ONE));
      }
      assertThat(prune(store, 10)).containsExactly(gone(ZERO));
    }
  }

  /** The floor is durable first: what is half given up is never taken for a loss. */
  @Test
  void cutShortAtEveryStepTheNextCallFinishes() {
    Cuts.dying(
        () -> {
          TestMachine fresh = new TestMachine();
          try (Store store = fresh.open()) {
            freeze(store, ZERO);
            ingestUntil(store, ONE, 9);
            freeze(store, ONE);
          }
          return fresh;
        },
        store -> prune(store, 10),
        cut -> {
          try (Store store = cut.open()) {
            boolean begun = store.catalog().earliestLedger().equals(OptionalLong.of(10));
            if (!begun) {
              assertThat(store.catalog().row(ZERO).artifact(ArtifactKind.LEDGERS))
                  .isEqualTo(ArtifactState.FROZEN);
              assertThat(store.catalog().row(ONE).hot()).isEqualTo(HotState.READY);
            }
            prune(store, 10);
            assertThat(store.catalog().scan().rows()).isEmpty();
            assertThat(cut.exists(cut.pack(ZERO))).isFalse();
            assertThat(cut.exists(cut.hotDirectory(ONE))).isFalse();
          }
        });
  }

  private static PruningReport gone(ChunkId chunk) {
    return new PruningReport(chunk, true, false, Optional.empty());
  }

  private static PruningReport waits(ChunkId chunk) {
    return new PruningReport(chunk, false, true, Optional.empty());
  }

  private static List<PruningReport> prune(Store store, long ledger) {
    return store.pruning().below(ledger, CancelToken.NEVER);
  }

  private static void freeze(Store store, ChunkId chunk) {
    store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
  }

  private static void ingestUntil(Store store, ChunkId chunk, long last) {
    store.ingest().ingestFromLake(chunk, OptionalLong.of(last), CancelToken.NEVER);
  }
}
