package dev.permafrost.domain.read;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.domain.store.TestMachine.ledger;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.source.PackChunkSource;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.LedgerNotStored;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.WrongLedgers;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Single ledgers are read from where they are, checked, and lent. */
final class LedgerLookupTest {

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void aFrozenLedgerIsReadFromThePackAndAHotOneFromTheHotDatabase() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 8);
      for (long sequence = 2; sequence <= 8; sequence++) {
        assertThat(read(store, sequence)).isEqualTo(ledger(sequence).toBytes());
      }
    }
  }

  @Test
  void whereBothAreThereThePackIsRead() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 5);
      freeze(store, ZERO);
      machine.lose(machine.hotDirectory(ZERO));
      assertThat(read(store, 3)).isEqualTo(ledger(3).toBytes());
    }
  }

  @Test
  void aLedgerIsReadThroughTheDatabaseThatIsBeingWritten() {
    try (Store store = machine.open();
        HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
      assertThatThrownBy(() -> read(store, 2)).isInstanceOf(LedgerNotStored.class);
      writer.append(TestMachine.checked(2), new ZstdFrameCodec().fingerprint());
      assertThat(read(store, 2)).isEqualTo(ledger(2).toBytes());
    }
  }

  @Test
  void whatIsNotStoredIsSaidWithItsChunk() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 3);
      for (long sequence : new long[] {4, 5, 6, 40}) {
        assertThatThrownBy(() -> read(store, sequence))
            .isInstanceOfSatisfying(
                LedgerNotStored.class,
                e -> assertThat(e.getMessage()).contains(Long.toString(sequence)));
      }
      TestMachine.changing(store).markTransient(ZERO, Optional.empty());
      assertThatThrownBy(() -> read(store, 2)).isInstanceOf(LedgerNotStored.class);
    }
  }

  @Test
  void aNumberThatNoLedgerHasIsRejectedAndNeverClamped() {
    try (Store store = machine.open()) {
      for (long sequence : new long[] {-1, 0, 1, 1L << 32}) {
        assertThatThrownBy(() -> read(store, sequence)).isInstanceOf(OutOfRange.class);
      }
    }
  }

  @Test
  void aMissingPackIsAnErrorAndNeverAReasonToLookElsewhere() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 5);
      freeze(store, ZERO);
      machine.lose(machine.pack(ZERO));
      assertThatThrownBy(() -> read(store, 2)).isInstanceOf(MissingArtifact.class);
    }
  }

  @Test
  void aLostHotDatabaseIsALossAndNotALedgerThatIsNotStored() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 5);
      machine.lose(machine.hotDirectory(ZERO));
      assertThatThrownBy(() -> read(store, 2)).isInstanceOf(HotVolumeLost.class);
    }
  }

  /** It was there once: nothing above it could have been committed without it. */
  @Test
  void aLedgerThatIsMissingBelowTheHighestIsDamageAndNotALedgerThatIsNotStored() {
    try (Store store = machine.open()) {
      ingestUntil(store, ONE, 7);
      put(store, 9, framed(ledger(9).toBytes()));
      assertThatThrownBy(() -> read(store, 8))
          .isInstanceOf(HotStoreDamaged.class)
          .hasMessageContaining("ledger 8 is missing below the highest, 9");
      assertThat(read(store, 9)).isEqualTo(ledger(9).toBytes());
      try (HotReader reader = store.hot().openForReading(ONE).orElseThrow()) {
        assertThat(reader.<Integer>withLedger(8, ByteBuffer::remaining)).isEmpty();
      }
    }
  }

  /** It was not there when it was looked for, and is the highest when that is asked for. */
  @Test
  @SuppressWarnings("MustBeClosedChecker") // the store closes what it makes
  void aLedgerThatIsCommittedWhileItIsLookedForIsNotCalledLost() {
    StorePorts ports = machine.ports();
    AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
    HotStores real = ports.databases().hot();
    HotStores stores = mock(HotStores.class, delegatesTo(real));
    doAnswer(
            call -> {
              HotStore made =
                  real.create(call.getArgument(0), call.getArgument(1), call.getArgument(2));
              HotStore watched = mock(HotStore.class, delegatesTo(made));
              doAnswer(
                      asked -> {
                        meanwhile.getAndSet(() -> {}).run();
                        return made.highestKey(asked.getArgument(0));
                      })
                  .when(watched)
                  .highestKey(any());
              return watched;
            })
        .when(stores)
        .create(any(), any(), anyLong());
    StorePorts watching =
        new StorePorts(
            new StorePorts.Databases(ports.databases().catalog(), stores),
            ports.files(),
            ports.codec(),
            ports.backend(),
            ports.work(),
            ports.time(),
            ports.events());
    CodecFingerprint codec = new ZstdFrameCodec().fingerprint();
    try (Store store = Store.open(watching, machine.settings(), TestMachine::id);
        HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.empty())) {
      writer.append(TestMachine.checked(2), codec);
      meanwhile.set(() -> writer.append(TestMachine.checked(3), codec));
      assertThatThrownBy(() -> read(store, 3)).isInstanceOf(LedgerNotStored.class);
      assertThat(read(store, 3)).isEqualTo(ledger(3).toBytes());
    }
  }

  @Test
  void whereALedgerIsReadFromIsSaidOfIt() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      try (LedgerPack pack =
          machine.ports().files().packs().open(ZERO, TestMachine.GEOMETRY.range(ZERO))) {
        assertThat(PackChunkSource.origin(pack).location())
            .isEqualTo(machine.pack(ZERO).toString());
      }
      ingestUntil(store, ONE, 9);
      put(store, 7, framed(WrongLedgers.withUnknownVersion(ledger(7).toBytes())));
      assertThatThrownBy(() -> read(store, 7))
          .isInstanceOf(UnsupportedLedgerVersion.class)
          .hasMessageContaining(machine.hotDirectory(ONE).toString());
    }
  }

  @Test
  void damageIsAFailureOfThePlaceItIsReadFromAndHidesNoOtherLedger() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      machine.damage(machine.pack(ZERO), 0);
      assertThatThrownBy(() -> read(store, 2)).isInstanceOf(CorruptArtifact.class);
      assertThat(read(store, 3)).isEqualTo(ledger(3).toBytes());
      ingestUntil(store, ONE, 9);
      put(store, 7, new byte[64]);
      assertThatThrownBy(() -> read(store, 7)).isInstanceOf(HotStoreDamaged.class);
      put(store, 7, new byte[65]);
      assertThatThrownBy(() -> read(store, 7)).isInstanceOf(HotStoreDamaged.class);
      assertThat(read(store, 8)).isEqualTo(ledger(8).toBytes());
    }
  }

  @Test
  void aSoundFrameOfWhatIsNotThisLedgerIsDamageOrUnsupported() {
    try (Store store = machine.open()) {
      ingestUntil(store, ONE, 9);
      put(store, 7, framed(ledger(8).toBytes()));
      assertThatThrownBy(() -> read(store, 7))
          .isInstanceOf(HotStoreDamaged.class)
          .hasMessageContaining("ledger 8 is in the place of 7");
      put(store, 7, framed(WrongLedgers.withBrokenHeader(ledger(7).toBytes())));
      assertThatThrownBy(() -> read(store, 7))
          .isInstanceOf(HotStoreDamaged.class)
          .hasMessageContaining("hashes to");
      put(store, 7, framed(WrongLedgers.cutInHeader(ledger(7).toBytes())));
      assertThatThrownBy(() -> read(store, 7)).isInstanceOf(HotStoreDamaged.class);
      put(store, 7, framed(WrongLedgers.withUnknownVersion(ledger(7).toBytes())));
      assertThatThrownBy(() -> read(store, 7)).isInstanceOf(UnsupportedLedgerVersion.class);
      put(store, 7, framed(ledger(7).toBytes()));
      assertThat(read(store, 7)).isEqualTo(ledger(7).toBytes());
    }
  }

  @Test
  void theBytesAreLentReadOnlyAndWhatTheirReaderThrowsPassesThrough() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 9);
      for (long sequence : new long[] {2, 6}) {
        store
            .ledgers()
            .<Boolean>withLedger(
                sequence,
                bytes -> {
                  assertThatThrownBy(() -> bytes.put(0, (byte) 0))
                      .isInstanceOf(ReadOnlyBufferException.class);
                  return true;
                });
        IllegalArgumentException failure = new IllegalArgumentException("the reader's own");
        assertThatThrownBy(
                () ->
                    store
                        .ledgers()
                        .withLedger(
                            sequence,
                            bytes -> {
                              throw failure;
                            }))
            .isSameAs(failure);
        store.hot().close();
        assertThat(machine.hotStores.openHandles()).isZero();
      }
    }
  }

  @Test
  void aChunkThatIsHeldOpenIsReadTillItIsClosed() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 8);
      try (ChunkLedgers frozen = store.ledgers().open(ZERO);
          ChunkLedgers hot = store.ledgers().open(ONE)) {
        assertThat(frozen.range()).isEqualTo(TestMachine.GEOMETRY.range(ZERO));
        assertThat(hot.range()).isEqualTo(TestMachine.GEOMETRY.range(ONE));
        for (long sequence : new long[] {5, 2, 4, 2}) {
          assertThat(frozen.withLedger(sequence, LedgerLookupTest::copied))
              .isEqualTo(ledger(sequence).toBytes());
          assertThat(hot.withLedger(sequence == 5 ? 6 : 8, LedgerLookupTest::copied))
              .isEqualTo(ledger(sequence == 5 ? 6 : 8).toBytes());
        }
        assertThatThrownBy(() -> hot.withLedger(9, ByteBuffer::remaining))
            .isInstanceOf(LedgerNotStored.class)
            .hasMessageContaining("9");
        assertThatThrownBy(() -> frozen.withLedger(6, ByteBuffer::remaining))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("6");
        assertThatThrownBy(() -> store.hot().discardLosingTheOnlyCopy(ONE))
            .isInstanceOf(HotStoreUnavailable.class);
      }
      assertThat(store.hot().discardLosingTheOnlyCopy(ONE)).isTrue();
    }
  }

  @Test
  void whereNoDecoderCanBeHadNothingStaysOpen() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 8);
    }
    IllegalStateException failure = new IllegalStateException("no session");
    FrameCodec without = mock(FrameCodec.class);
    when(without.fingerprint()).thenReturn(new ZstdFrameCodec().fingerprint());
    doThrow(failure).when(without).open();
    machine.codec(without);
    try (Store store = machine.open()) {
      for (long sequence : new long[] {2, 6}) {
        assertThatThrownBy(() -> read(store, sequence)).isSameAs(failure);
      }
      assertThat(store.hot().discardLosingTheOnlyCopy(ONE)).isTrue();
    }
  }

  @Test
  void aChunkThatIsNotStoredIsNotOpened() {
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> store.ledgers().open(ONE).close())
          .isInstanceOf(LedgerNotStored.class)
          .hasMessageContaining("6");
    }
  }

  private static byte[] framed(byte[] raw) {
    ByteBuffer direct = ByteBuffer.allocateDirect(raw.length).put(raw).flip();
    try (CodecSession session = new ZstdFrameCodec().open()) {
      ByteBuffer frame = ByteBuffer.allocateDirect(session.maxFrameBytes(raw.length));
      session.encode(direct, frame);
      frame.flip();
      byte[] value = new byte[64 + frame.remaining()];
      frame.get(value, 64, frame.remaining());
      return value;
    }
  }

  /** Changes a database as only a fault could. */
  private void put(Store store, long sequence, byte[] value) {
    store.hot().close();
    try (HotStore hot = machine.hotStores.openExisting(ONE, machine.families())) {
      ByteBuffer key = ByteBuffer.allocate(4).putInt((int) sequence).flip();
      hot.commit(new HotBatch().put(ColumnFamily.LEDGERS, key, ByteBuffer.wrap(value)));
    }
  }

  private static byte[] read(Store store, long sequence) {
    return store.ledgers().withLedger(sequence, LedgerLookupTest::copied);
  }

  private static byte[] copied(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  private static void ingestUntil(Store store, ChunkId chunk, long until) {
    store.ingest().ingestFromLake(chunk, OptionalLong.of(until), CancelToken.NEVER);
  }

  private static void freeze(Store store, ChunkId chunk) {
    store.freezer().processChunk(chunk, Set.of(LEDGERS), CancelToken.NEVER);
  }
}
