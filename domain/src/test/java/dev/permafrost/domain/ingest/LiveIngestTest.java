package dev.permafrost.domain.ingest;

import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.domain.store.TestMachine.ledger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.failure.AlreadyFrozen;
import dev.permafrost.ports.failure.BelowFloor;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.LedgerNotStored;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.failure.UnexpectedLedger;
import dev.permafrost.ports.failure.UnsoundLedger;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.hot.MemoryHotStores;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ledgers pushed one at a time, by the sentences of docs/protocol.md, "Live ingestion". */
final class LiveIngestTest {

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void inAnEmptyStoreAFirstLedgerMustBeGiven() {
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> store.ingest().live(NETWORK)).isInstanceOf(LedgerNotStored.class);
      try (LiveIngest live = store.ingest().live(NETWORK, 6)) {
        assertThat(live.next()).isEqualTo(6);
        assertThat(append(live, 6).sequence()).isEqualTo(6);
      }
      assertThat(store.catalog().network()).hasValue(NETWORK);
    }
  }

  @Test
  void aFirstLedgerIsTheFirstOfAChunk() {
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> store.ingest().live(NETWORK, 7))
          .isInstanceOf(OutOfRange.class)
          .hasMessageContaining("7 is out of range: 6 to 6");
      assertThat(store.catalog().scan().rows()).isEmpty();
    }
  }

  @Test
  void returningIsTheAcknowledgement() {
    try (Store store = machine.open();
        LiveIngest live = store.ingest().live(NETWORK, 2)) {
      for (long sequence = 2; sequence <= 4; sequence++) {
        Acknowledged done = append(live, sequence);
        assertThat(done.sequence()).isEqualTo(sequence);
        assertThat(done.hash()).isEqualTo(TestMachine.checked(sequence).hash());
        assertThat(done.completed()).isEmpty();
        assertThat(machine.hotStores.readWitness(ZERO).sequence()).isEqualTo(sequence);
        assertRead(store, sequence);
      }
      assertThat(machine.events.committed()).extracting("sequence").containsExactly(2L, 3L, 4L);
      assertThat(machine.events.committed()).extracting("source").containsOnly("live");
    }
  }

  @Test
  void itRollsOverChunkBordersByItself() {
    try (Store store = machine.open();
        LiveIngest live = store.ingest().live(NETWORK, 2)) {
      for (long sequence = 2; sequence <= 12; sequence++) {
        boolean isLast = sequence == 5 || sequence == 9;
        assertThat(append(live, sequence).completed().isPresent()).isEqualTo(isLast);
      }
      assertThat(store.catalog().row(ZERO).hot()).isEqualTo(HotState.READY);
      assertThat(store.catalog().row(ONE).hot()).isEqualTo(HotState.READY);
      store.freezer().processChunk(ZERO, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
      assertThat(store.hot().discardHotDBForChunk(ZERO)).isTrue();
      append(live, 13);
      for (long sequence = 2; sequence <= 13; sequence++) {
        assertRead(store, sequence);
      }
    }
    assertThat(machine.events.attempts())
        .filteredOn(attempt -> attempt.operation() == Operation.INGEST)
        .extracting("outcome", "ledgers")
        .containsExactly(tuple(Outcome.DONE, 4L), tuple(Outcome.DONE, 4L), tuple(Outcome.DONE, 4L));
  }

  @Test
  void itGoesOnBehindTheHighestReadyChunk() {
    TestMachine bulk = new TestMachine();
    try (Store store = bulk.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      store.ingest().ingestFromLake(ONE, OptionalLong.of(8), CancelToken.NEVER);
    }
    try (Store store = machine.open()) {
      pushAll(store, OptionalLong.of(2), 2, 3);
      pushAll(store, OptionalLong.empty(), 4, 5);
      pushAll(store, OptionalLong.empty(), 6, 7);
      pushAll(store, OptionalLong.of(8), 8, 8);
    }
    assertThat(machine.state()).isEqualTo(bulk.state());
  }

  @Test
  void withNoneReadyItGoesOnBehindTheHighestFrozenChunk() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      freeze(store, ONE);
      try (LiveIngest live = store.ingest().live(NETWORK)) {
        assertThat(live.next()).isEqualTo(10);
        append(live, 10);
      }
    }
  }

  /** A crash between freezing two chunks, the higher one first. */
  @Test
  void behindAFullChunkItGoesOnBehindTheHighest() {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      freeze(store, ONE);
      try (LiveIngest live = store.ingest().live(NETWORK)) {
        assertThat(live.next()).isEqualTo(10);
      }
    }
  }

  /** Opened for writing, it would be in the way of its discard. */
  @Test
  void aFullChunkIsLookedAtAndNotOpened() {
    try (Store store = machine.open()) {
      pushAll(store, OptionalLong.of(2), 2, 5);
      machine.events.clear();
      try (LiveIngest live = store.ingest().live(NETWORK)) {
        assertThat(live.next()).isEqualTo(6);
      }
      assertThat(machine.events.attemptsAt(Operation.OPEN_HOT)).isEmpty();
    }
  }

  @Test
  void aChunkThatIsFilledWhileItIsOpenedIsClosedAgainAndTheNextOneIsBegun() {
    try (Store store = machine.open()) {
      pushAll(store, OptionalLong.of(2), 2, 4);
      int[] looks = {0};
      machine.steps.watch(
          (operation, path) -> {
            boolean isLook =
                operation.equals("openRead")
                    && path.equals(machine.hotDirectory(ZERO).resolve("WITNESS"));
            if (isLook && ++looks[0] == 2) {
              store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
            }
          });

      try (LiveIngest live = store.ingest().live(NETWORK)) {
        assertThat(looks[0]).isGreaterThanOrEqualTo(2);
        assertThat(live.next()).isEqualTo(6);
        append(live, 6);
      }
      assertRead(store, 5);
      assertRead(store, 6);
    }
  }

  @Test
  void aNextChunkThatIsFrozenAlreadyIsRefusedByName() {
    try (Store store = machine.open()) {
      freeze(store, ONE);
      store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
      try (LiveIngest live = store.ingest().live(NETWORK)) {
        assertThat(append(live, 5).completed()).hasValue(ZERO);
        assertThatThrownBy(() -> append(live, 6))
            .isInstanceOf(AlreadyFrozen.class)
            .hasMessageContaining("chunk 1 is frozen");
      }
      assertThat(store.catalog().row(ONE).state()).isEqualTo(ChunkState.FROZEN);
    }
  }

  @Test
  void hotChunksBelowThatAreNotCompleteAreReported() {
    try (Store store = machine.open()) {
      pushAll(store, OptionalLong.of(2), 2, 3);
      try (LiveIngest live = store.ingest().live(NETWORK, 10)) {
        assertThat(live.incompleteBelow()).containsExactly(ZERO);
        append(live, 10);
      }
      assertThat(machine.events.remarks())
          .anyMatch(remark -> remark.text().contains("chunk 0 is hot and incomplete"));
      freeze(store, ZERO);
      assertThat(store.hot().discardHotDBForChunk(ZERO)).isTrue();
      try (LiveIngest live = store.ingest().live(NETWORK)) {
        assertThat(live.incompleteBelow()).isEmpty();
        assertThat(live.next()).isEqualTo(11);
      }
      assertThatThrownBy(() -> store.ingest().live(NETWORK, 6))
          .isInstanceOf(OutOfRange.class)
          .hasMessageContaining("11");
    }
  }

  /** A crash between marking and removing leaves keys of what was given up. */
  @Test
  void itNeverGoesOnBelowTheFloor() {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.of(4), CancelToken.NEVER);
      freeze(store, ONE);
      TestMachine.changing(store).raiseEarliestLedger(6);
      try (LiveIngest live = store.ingest().live(NETWORK)) {
        assertThat(live.next()).isEqualTo(10);
        assertThat(live.incompleteBelow()).isEmpty();
      }
      TestMachine.changing(store).raiseEarliestLedger(14);
      assertThatThrownBy(() -> store.ingest().live(NETWORK)).isInstanceOf(LedgerNotStored.class);
      try (LiveIngest live = store.ingest().live(NETWORK, 2)) {
        assertThatThrownBy(() -> append(live, 2)).isInstanceOf(BelowFloor.class);
      }
    }
  }

  @Test
  void appendChecksTheSequence() {
    refused(6, bytes(7), UnexpectedLedger.class);
    refused(6, bytes(5), UnexpectedLedger.class);
  }

  @Test
  void appendChecksTheHeaderHash() {
    byte[] damaged = ledger(6).toBytes();
    ByteBuffer hash = ByteBuffer.allocate(LedgerHash.BYTES);
    TestMachine.checked(6).hash().putAt(hash, 0);
    int at = 0;
    while (Arrays.mismatch(damaged, at, at + LedgerHash.BYTES, hash.array(), 0, LedgerHash.BYTES)
        >= 0) {
      at++;
    }
    damaged[at] ^= 1;
    refused(6, ByteBuffer.wrap(damaged), UnsoundLedger.class);
  }

  @Test
  void appendChecksTheLinkAcrossTheBorderAndAcrossRestarts() {
    try (Store store = machine.open()) {
      pushAll(store, OptionalLong.of(2), 2, 5);
    }
    try (Store store = machine.open();
        LiveIngest live = store.ingest().live(NETWORK)) {
      assertThatThrownBy(
              () ->
                  live.append(
                      ByteBuffer.wrap(
                          LedgerForge.small(2).ledgers(new LedgerRange(6, 6)).get(0).toBytes())))
          .isInstanceOf(BrokenChain.class);
    }
  }

  @Test
  void whateverItThrowsTheSessionIsSpentAndTheNextGoesOn() {
    try (Store store = machine.open()) {
      try (LiveIngest live = store.ingest().live(NETWORK, 2)) {
        append(live, 2);
        assertThatThrownBy(() -> append(live, 4)).isInstanceOf(UnexpectedLedger.class);
        assertThatThrownBy(() -> append(live, 3))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("spent");
      }
      pushAll(store, OptionalLong.empty(), 3, 5);
    }
  }

  @Test
  void anotherNetworkIsRefused() {
    try (Store store = machine.open()) {
      pushAll(store, OptionalLong.of(2), 2, 2);
      assertThatThrownBy(() -> store.ingest().live("another")).isInstanceOf(WrongNetwork.class);
    }
  }

  /** What a failure leaves is what a crash leaves: wholly there or absent. */
  @Test
  void aFullVolumeEndsTheSessionAndNothingOfTheLedgerIsVisible() {
    try (Store store = machine.open()) {
      try (LiveIngest live = store.ingest().live(NETWORK, 2)) {
        append(live, 2);
        machine.faults.failOn(
            MemoryHotStores.COMMIT, 1, () -> new NoSpace("/srv/data/hot", "commit to", null));
        assertThatThrownBy(() -> append(live, 3)).isInstanceOf(NoSpace.class);
      }
      try (LiveIngest live = store.ingest().live(NETWORK)) {
        assertThat(live.next()).isEqualTo(3);
        append(live, 3);
      }
    }
  }

  private void refused(long due, ByteBuffer raw, Class<? extends RuntimeException> why) {
    try (Store store = machine.open()) {
      try (LiveIngest live = store.ingest().live(NETWORK, due)) {
        assertThatThrownBy(() -> live.append(raw)).isInstanceOf(why);
      }
      assertThatThrownBy(() -> store.ledgers().withLedger(due, bytes -> bytes.remaining()))
          .isInstanceOf(LedgerNotStored.class);
    }
    machine.requireNothingOpen();
  }

  private static void freeze(Store store, ChunkId chunk) {
    store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
  }

  private static void pushAll(Store store, OptionalLong from, long first, long last) {
    try (LiveIngest live =
        from.isPresent()
            ? store.ingest().live(NETWORK, from.getAsLong())
            : store.ingest().live(NETWORK)) {
      for (long sequence = first; sequence <= last; sequence++) {
        append(live, sequence);
      }
    }
  }

  private static Acknowledged append(LiveIngest live, long sequence) {
    return live.append(bytes(sequence));
  }

  private static ByteBuffer bytes(long sequence) {
    return ByteBuffer.wrap(ledger(sequence).toBytes()).asReadOnlyBuffer();
  }

  private static void assertRead(Store store, long sequence) {
    ByteBuffer expected = bytes(sequence);
    boolean isEqual = store.ledgers().withLedger(sequence, raw -> raw.equals(expected));
    assertThat(isEqual).as("ledger " + sequence).isTrue();
  }
}
