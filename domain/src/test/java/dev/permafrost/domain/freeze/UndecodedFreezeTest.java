package dev.permafrost.domain.freeze;

import static dev.permafrost.domain.store.TestMachine.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.hot.HotRecord;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Freezing from hot data without decoding its frames. */
final class UndecodedFreezeTest {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);
  private static final Set<ArtifactKind> BOTH = Set.of(ArtifactKind.LEDGERS, TinyKind.KIND);

  private final TestMachine machine = new TestMachine();

  @BeforeEach
  void decodeNothing() {
    machine.freezing(new FreezeSettings(false, OptionalLong.empty()));
  }

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void thePackIsTheSameAsWhereEverythingIsDecoded() {
    FreezeResult undecoded = ingestAndFreeze(machine);

    TestMachine careful = new TestMachine();
    FreezeResult decoded = ingestAndFreeze(careful);

    assertThat(undecoded.source()).isEqualTo("hot, not decoded");
    assertThat(decoded.source()).isEqualTo("hot");
    assertThat(undecoded.ledgers()).isEqualTo(decoded.ledgers());
    assertThat(undecoded.rawBytes()).isEqualTo(decoded.rawBytes());
    assertThat(undecoded.headers()).isEqualTo(decoded.headers());
    assertThat(machine.bytes(machine.pack(ZERO))).isEqualTo(careful.bytes(careful.pack(ZERO)));
  }

  @Test
  void aFrameThatIsNotSoundIsTakenAsItIsAndFoundByVerifying() {
    try (Store store = machine.open()) {
      ingest(store);
      change(3, UndecodedFreezeTest::flipLastByte);

      store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER);

      assertThat(store.verification().verify(ZERO, CancelToken.NEVER).toString())
          .contains("ledger 3");
    }
  }

  @Test
  void aKindThatReadsWhatIsInsideHasEveryFrameDecoded() {
    try (Store store = machine.open()) {
      ingest(store);
      change(3, UndecodedFreezeTest::flipLastByte);

      assertThatExceptionOfType(HotStoreDamaged.class)
          .isThrownBy(() -> store.freezer().processChunk(ZERO, BOTH, CancelToken.NEVER));
    }
  }

  @Test
  void aLinkThatTheHashesBesideTheFramesDoNotMakeFails() {
    try (Store store = machine.open()) {
      ingest(store);
      change(
          3,
          value -> {
            value[40] ^= 1;
            return value;
          });

      assertThatExceptionOfType(BrokenChain.class)
          .isThrownBy(() -> store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER))
          .withMessageContaining("3");
    }
  }

  @Test
  void framesOfAnotherCodecAreMadeAnewAndSoDecoded() {
    try (Store store = machine.open()) {
      ingest(store);
    }
    machine.codec(new OtherName());
    try (Store store = machine.open()) {
      assertThat(store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER).source())
          .isEqualTo("hot");
    }
  }

  private static FreezeResult ingestAndFreeze(TestMachine on) {
    try (Store store = on.open()) {
      ingest(store);
      return store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER);
    }
  }

  private static void ingest(Store store) {
    store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
  }

  /** Writes another value in the place of a ledger's, behind the store's back. */
  private void change(long sequence, UnaryOperator<byte[]> change) {
    byte[] key = HotRecord.key(sequence);
    try (var hot =
        machine.hotStores.openExisting(
            ZERO, Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS, TinyKind.FAMILY))) {
      byte[] value;
      try (var cursor = hot.cursor(ColumnFamily.LEDGERS, key)) {
        assertThat(cursor.next()).isTrue();
        value = new byte[cursor.borrowedValue().remaining()];
        cursor.borrowedValue().duplicate().get(value);
      }
      hot.commit(
          new HotBatch()
              .put(
                  ColumnFamily.LEDGERS,
                  ByteBuffer.wrap(key),
                  ByteBuffer.wrap(change.apply(value))));
    }
  }

  private static byte[] flipLastByte(byte[] value) {
    value[value.length - 1] ^= 1;
    return value;
  }

  /** The real codec under another name. */
  private static final class OtherName implements FrameCodec {
    @Override
    public CodecFingerprint fingerprint() {
      return new CodecFingerprint("other");
    }

    @Override
    @MustBeClosed
    public CodecSession open() {
      return new ZstdFrameCodec().open();
    }
  }
}
