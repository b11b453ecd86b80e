package dev.permafrost.domain.read;

import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.domain.store.TestMachine.ledger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.ingest.LiveIngest;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.failure.ViewExpired;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages of ledgers, by the sentences of docs/protocol.md, "Reading". */
final class ReadsTest {

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void anEmptyStoreHasNothingToRead() {
    try (Store store = machine.open();
        ReadView view = store.reads().open()) {
      assertThat(view.available()).isEmpty();
      assertThat(view.latest()).isEmpty();
      assertThat(store.reads().latest()).isEmpty();
      assertThat(view.read(2, 10, (sequence, raw) -> {}))
          .isEqualTo(new ReadPosition(2, 0, Optional.empty()));
      assertThatThrownBy(() -> view.read(1, 10, (sequence, raw) -> {}))
          .isInstanceOf(OutOfRange.class);
    }
  }

  @Test
  void aPageIsReadAcrossChunksHotAndColdInOrder() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 9);
      ingestUntil(store, TWO, 11);
      try (ReadView view = store.reads().open()) {
        assertThat(view.available()).hasValue(new LedgerRange(2, 11));
        assertThat(page(view, 2, 100)).containsExactlyElementsOf(sequences(2, 11));
        assertThat(page(view, 4, 4)).containsExactlyElementsOf(sequences(4, 7));
        assertThat(view.read(4, 4, (sequence, raw) -> {}))
            .isEqualTo(new ReadPosition(8, 4, Optional.empty()));
        assertThat(view.read(10, 9, (sequence, raw) -> {}))
            .isEqualTo(new ReadPosition(12, 2, Optional.empty()));
      }
    }
  }

  @Test
  void aReaderReadsInAProcessThatMayOnlyRead() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 7);
    }
    try (StoreView store = machine.view();
        ReadView view = store.reads().open()) {
      assertThat(page(view, 2, 100)).containsExactlyElementsOf(sequences(2, 7));
    }
  }

  @Test
  void aGapIsSaidAndReadingGoesOnBehindIt() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, TWO, 12);
      try (ReadView view = store.reads().open()) {
        assertThat(view.available()).hasValue(new LedgerRange(10, 12));
        ReadPosition atGap = view.read(4, 10, (sequence, raw) -> {});
        assertThat(atGap).isEqualTo(new ReadPosition(6, 2, Optional.of(new LedgerRange(6, 9))));
        assertThat(page(view, atGap.gap().orElseThrow().last() + 1, 10))
            .containsExactlyElementsOf(sequences(10, 12));
      }
    }
  }

  @Test
  void whatCouldBeReadWhenTheViewWasOpenedCanBeReadUntilItIsClosed() {
    try (Store store = machine.open();
        LiveIngest live = store.ingest().live(NETWORK, 2)) {
      push(live, 2, 4);
      try (ReadView early = store.reads().open()) {
        push(live, 5, 7);
        try (ReadView late = store.reads().open()) {
          freeze(store, ZERO);
          assertThat(store.hot().discardHotDBForChunk(ZERO)).isTrue();
          push(live, 8, 10);
          assertThat(page(early, 2, 100)).containsExactlyElementsOf(sequences(2, 4));
          assertThat(page(late, 2, 100)).containsExactlyElementsOf(sequences(2, 7));
          assertThat(early.read(5, 1, (sequence, raw) -> {}).ledgers()).isZero();
        }
      }
      assertThat(store.reads().latest()).hasValue(10);
    }
  }

  @Test
  void aChunkWhoseLedgersAreFrozenIsReadFromItsPack() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 5);
      freeze(store, ZERO);
      machine.lose(machine.hotDirectory(ZERO));
      try (ReadView view = store.reads().open()) {
        assertThat(page(view, 2, 100)).containsExactlyElementsOf(sequences(2, 5));
      }
    }
  }

  @Test
  void aReaderThatComesFirstKeepsNoWriterOut() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 3);
      try (ReadView view = store.reads().open();
          ChunkLedgers held = store.ledgers().open(ZERO)) {
        assertThat(page(view, 2, 9)).containsExactly(2L, 3L);
        try (LiveIngest live = store.ingest().live(NETWORK)) {
          push(live, 4, 5);
          assertThat(held.<Boolean>withLedger(5, raw -> raw.equals(bytes(5)))).isTrue();
        }
      }
    }
  }

  /** Time goes on while it waits, and the page does not end: it is read by this thread. */
  @Test
  void aPageThatTakesTooLongIsNotWaitedFor() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 5);
      try (ReadView view = store.reads().open()) {
        view.read(
            2,
            1,
            (sequence, raw) -> {
              freeze(store, ZERO);
              assertThatThrownBy(() -> store.hot().discardHotDBForChunk(ZERO))
                  .isInstanceOf(HotStoreUnavailable.class);
            });
        assertThat(store.hot().discardHotDBForChunk(ZERO)).isTrue();
        assertThat(page(view, 2, 100)).containsExactlyElementsOf(sequences(2, 5));
      }
    }
  }

  @Test
  void theWatermarkIsNeverAheadOfWhatIsAcknowledged() {
    try (Store store = machine.open();
        HotWriter writer = store.hot().openHotDBForChunk(ZERO, Optional.of(NETWORK))) {
      assertThat(store.reads().latest()).isEmpty();
      writer.append(
          TestMachine.checked(2),
          new ZstdFrameCodec().fingerprint(),
          new TimeSource() {
            @Override
            public long nanoTime() {
              // Asked when the batch is durable, before the witness is touched.
              assertThat(store.reads().latest()).isEmpty();
              return 7;
            }

            @Override
            public void pause(Duration howLong, CancelToken cancel) {
              throw new AssertionError();
            }
          });
      assertThat(writer.committedNanos()).isEqualTo(7);
      assertThat(store.reads().latest()).hasValue(2);
    }
  }

  @Test
  void framesAreLentAsTheyAreStored() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 7);
      try (ReadView view = store.reads().open();
          CodecSession session = new ZstdFrameCodec().open()) {
        List<Long> read = new ArrayList<>();
        view.readFrames(
            2,
            100,
            (sequence, frame) -> {
              byte[] raw = ledger(sequence).toBytes();
              ByteBuffer decoded = ByteBuffer.allocateDirect(raw.length);
              session.decode(
                  ByteBuffer.allocateDirect(frame.remaining()).put(frame).flip(), decoded);
              assertThat(decoded.flip()).isEqualTo(ByteBuffer.wrap(raw));
              read.add(sequence);
            });
        assertThat(read).containsExactlyElementsOf(sequences(2, 7));
      }
    }
  }

  @Test
  void aViewThatIsTooOldSaysSo() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      try (ReadView view = store.reads().open()) {
        machine.time.advance(Duration.ofMinutes(60));
        assertThat(page(view, 2, 1)).containsExactly(2L);
        assertThat(store.reads().oldestViewAge()).hasValue(Duration.ofMinutes(60));
        machine.time.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> page(view, 2, 1)).isInstanceOf(ViewExpired.class);
      }
      assertThat(store.reads().oldestViewAge()).isEmpty();
    }
  }

  @Test
  void lossIsSaidAndNeverSkipped() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingestUntil(store, ONE, 7);
    }
    try (Store store = machine.open()) {
      machine.lose(machine.pack(ZERO));
      try (ReadView view = store.reads().open()) {
        assertThatThrownBy(() -> page(view, 2, 1)).isInstanceOf(MissingArtifact.class);
        assertThat(page(view, 6, 2)).containsExactly(6L, 7L);
      }
    }
    machine.lose(machine.hotDirectory(ONE));
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> store.reads().open()).isInstanceOf(HotVolumeLost.class);
      assertThat(store.reads().oldestViewAge()).isEmpty();
    }
  }

  @Test
  void aThousandViewsLeaveNothingOpen() {
    try (Store store = machine.open();
        LiveIngest live = store.ingest().live(NETWORK, 2)) {
      long next = 2;
      for (int i = 0; i < 1_000; i++) {
        if (i % 50 == 0 && next <= 21) {
          push(live, next, next);
          next++;
        }
        try (ReadView view = store.reads().open()) {
          assertThat(view.latest()).hasValue(next - 1);
        }
      }
      assertThat(store.reads().oldestViewAge()).isEmpty();
    }
  }

  /** Between the look at the row and the opening: the row was read once, and nothing was found. */
  @Test
  void aLedgerThatIsFrozenAndDiscardedWhileItIsLookedForIsFound() {
    try (Store store = machine.open();
        Decoders decoders = new Decoders(new ZstdFrameCodec(), new DirectBuffers(1 << 20))) {
      ingestUntil(store, ZERO, 5);
      AtomicInteger looks = new AtomicInteger();
      ReadingCatalog catalog = mock(ReadingCatalog.class, delegatesTo(store.catalog()));
      doAnswer(
              call -> {
                ChunkRow row = store.catalog().row(ZERO);
                if (looks.getAndIncrement() == 0) {
                  freeze(store, ZERO);
                  assertThat(store.hot().discardHotDBForChunk(ZERO)).isTrue();
                }
                return row;
              })
          .when(catalog)
          .row(any());
      ChunkPages pages =
          new ChunkPages(catalog, machine.ports().files().packs(), store.hot(), decoders, false);
      List<Long> read = new ArrayList<>();
      pages.readRaw(
          new LedgerRange(3, 3),
          (sequence, raw) -> {
            assertThat(raw).isEqualTo(bytes(sequence));
            read.add(sequence);
          });
      assertThat(read).containsExactly(3L);
      assertThat(looks).hasValueGreaterThan(1);
    }
  }

  private static List<Long> page(ReadView view, long from, int limit) {
    List<Long> read = new ArrayList<>();
    view.read(
        from,
        limit,
        (sequence, raw) -> {
          assertThat(raw).isEqualTo(bytes(sequence));
          assertThat(raw.isReadOnly()).isTrue();
          read.add(sequence);
        });
    return read;
  }

  private static List<Long> sequences(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private static ByteBuffer bytes(long sequence) {
    return ByteBuffer.wrap(ledger(sequence).toBytes());
  }

  private static void push(LiveIngest live, long first, long last) {
    for (long sequence = first; sequence <= last; sequence++) {
      live.append(bytes(sequence));
    }
  }

  private static void freeze(Store store, ChunkId chunk) {
    store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
  }

  private static void ingestUntil(Store store, ChunkId chunk, long last) {
    store.ingest().ingestFromLake(chunk, OptionalLong.of(last), CancelToken.NEVER);
  }
}
