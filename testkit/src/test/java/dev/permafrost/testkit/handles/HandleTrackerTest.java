package dev.permafrost.testkit.handles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.RETURNS_DEEP_STUBS;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactSink;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.testkit.work.SameThreadWork;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;
import org.mockito.stubbing.Answer;

/** The tracker finds every leak, every late use, and every buffer that was kept. */
@SuppressWarnings({"MustBeClosedChecker", "try"}) // Leaving things open is the point.
final class HandleTrackerTest {

  private static final ChunkId CHUNK = new ChunkId(7);
  private static final LedgerRange RANGE = new LedgerRange(2, 9);
  private static final Set<ColumnFamily> FAMILIES = Set.of(ColumnFamily.LEDGERS);
  private static final List<ForgedLedger> LEDGERS = LedgerForge.small(1).ledgers(RANGE);

  private final HandleTracker tracker = new HandleTracker();

  /** Opens something of a port through a tracker, over real things that do nothing. */
  private interface Opening extends Function<HandleTracker, AutoCloseable> {}

  static Stream<Named<Opening>> openings() {
    return Stream.of(
        opening("MetaStores.create", t -> t.metaStores(nothing(MetaStores.class)).create()),
        opening(
            "MetaStores.openExisting", t -> t.metaStores(nothing(MetaStores.class)).openExisting()),
        opening(
            "MetaStores.openReadOnly", t -> t.metaStores(nothing(MetaStores.class)).openReadOnly()),
        opening("HotStores.create", t -> hot(t).create(CHUNK, FAMILIES, 1)),
        opening("HotStores.openExisting", t -> hot(t).openExisting(CHUNK, FAMILIES)),
        opening("HotStores.openReadOnly", t -> hot(t).openReadOnly(CHUNK, FAMILIES)),
        opening(
            "ArtifactStore.create",
            t -> t.artifacts(nothing(ArtifactStore.class)).create(ArtifactKind.LEDGERS, CHUNK)),
        opening(
            "ArtifactFormat.begin",
            t ->
                t.format(nothing(ArtifactFormat.class))
                    .begin(CHUNK, RANGE, nothing(ArtifactSink.class))),
        opening("LedgerPacks.open", t -> t.packs(nothing(LedgerPacks.class)).open(CHUNK, RANGE)),
        opening("FrameCodec.open", t -> t.codec(nothing(FrameCodec.class)).open()),
        opening(
            "LedgerSource.stream",
            t -> t.source(nothing(LedgerSource.class)).stream(RANGE, CancelToken.NEVER)),
        opening(
            "BulkBackend.stream",
            t -> t.backend(nothing(BulkBackend.class)).stream(RANGE, CancelToken.NEVER)),
        opening(
            "OrderedWork.begin",
            t ->
                t.work(new SameThreadWork())
                    .<AutoCloseable, Integer>begin(() -> () -> {}, result -> {}, 1)));
  }

  @ParameterizedTest
  @MethodSource("openings")
  void whatIsLeftOpenIsFoundWithThePlaceWhereItWasOpened(Opening opening) throws Exception {
    tracker.check();
    AutoCloseable handle = opening.apply(tracker);
    assertThat(tracker.open()).hasSize(1);
    assertThatThrownBy(() -> tracker.afterEach(mock(ExtensionContext.class)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was left open")
        .satisfies(
            e ->
                assertThat(e.getSuppressed()[0].getStackTrace())
                    .anyMatch(
                        frame -> frame.getClassName().equals(HandleTrackerTest.class.getName())));
    handle.close();
    handle.close();
    assertThat(tracker.open()).isEmpty();
    tracker.check();
  }

  @Test
  void aWriterThatIsAbandonedIsClosed() {
    ArtifactWriter writer =
        tracker.artifacts(nothing(ArtifactStore.class)).create(ArtifactKind.LEDGERS, CHUNK);
    writer.abandon();
    tracker.check();
  }

  @Test
  void whatIsUsedAfterClosingIsRefusedAndFoundEvenIfTheRefusalIsSwallowed() {
    HotStore store = hot(tracker).openExisting(CHUNK, FAMILIES);
    store.close();
    assertThatIllegalStateException().isThrownBy(() -> store.highestKey(ColumnFamily.LEDGERS));
    assertThatThrownBy(tracker::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was used after closing");
  }

  @Test
  void whatIsClosedBeforeWhatItGaveOutIsFound() {
    HotStore store = hot(tracker).openExisting(CHUNK, FAMILIES);
    HotCursor cursor = store.cursor(ColumnFamily.LEDGERS, new byte[0]);
    store.close();
    cursor.close();
    assertThatThrownBy(tracker::check)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("was closed while 1 it gave out were open");

    HandleTracker other = new HandleTracker();
    LedgerPack pack = other.packs(nothing(LedgerPacks.class)).open(CHUNK, RANGE);
    FrameCursor scan = pack.scan(RANGE);
    assertThat(other.open()).hasSize(2);
    scan.close();
    pack.close();
    assertThatCode(other::check).doesNotThrowAnyException();
  }

  @Test
  void anOpeningThatFailsLeavesNothingOpen() {
    MetaStores failing = mock(MetaStores.class);
    when(failing.create()).thenThrow(new IllegalArgumentException("no"));
    assertThatThrownBy(() -> tracker.metaStores(failing).create()).hasMessage("no");
    tracker.check();
  }

  @Test
  void aBufferOfAHotCursorThatIsKeptIsPoisoned() {
    ByteBuffer key = direct("key");
    ByteBuffer value = direct("value");
    HotStores stores = nothing(HotStores.class);
    HotStore store = nothing(HotStore.class);
    HotCursor cursor = mock(HotCursor.class);
    when(stores.openExisting(any(), any())).thenReturn(store);
    when(store.cursor(any(), any())).thenReturn(cursor);
    when(cursor.next()).thenReturn(true);
    when(cursor.borrowedKey()).thenReturn(key);
    when(cursor.borrowedValue()).thenReturn(value);

    HotCursor tracked =
        tracker
            .hotStores(stores)
            .openExisting(CHUNK, FAMILIES)
            .cursor(ColumnFamily.LEDGERS, new byte[0]);
    assertThat(tracked.next()).isTrue();
    ByteBuffer keptKey = tracked.borrowedKey();
    ByteBuffer keptValue = tracked.borrowedValue();
    assertThat(keptKey).isEqualTo(key);
    assertThat(keptValue).isEqualTo(value);
    assertThat(keptKey.isReadOnly()).isTrue();
    assertThat(keptKey.isDirect()).isTrue();
    assertThat(tracked.next()).isTrue();
    assertPoisoned(keptKey);
    assertPoisoned(keptValue);
    ByteBuffer last = tracked.borrowedKey();
    tracked.close();
    assertPoisoned(last);
    assertThat(key).as("the real buffer is nobody's to poison").isEqualTo(direct("key"));
  }

  @Test
  void aBufferOfAPackThatIsKeptIsPoisoned() {
    LedgerPacks packs = nothing(LedgerPacks.class);
    LedgerPack pack = mock(LedgerPack.class);
    FrameCursor cursor = mock(FrameCursor.class);
    when(packs.open(any(), any())).thenReturn(pack);
    when(pack.scan(any())).thenReturn(cursor);
    when(cursor.next()).thenReturn(true);
    when(cursor.borrowedFrame()).thenReturn(direct("frame"));
    when(pack.withFrame(anyLong(), any()))
        .thenAnswer(
            call -> call.<Function<ByteBuffer, ByteBuffer>>getArgument(1).apply(direct("frame")));

    LedgerPack tracked = tracker.packs(packs).open(CHUNK, RANGE);
    ByteBuffer kept =
        tracked.withFrame(
            5,
            frame -> {
              assertThat(frame).isEqualTo(direct("frame"));
              return frame;
            });
    assertPoisoned(kept);
    FrameCursor scan = tracked.scan(RANGE);
    scan.next();
    ByteBuffer keptFrame = scan.borrowedFrame();
    scan.next();
    assertPoisoned(keptFrame);
  }

  @Test
  void aBufferOfAStreamThatIsKeptIsPoisoned() {
    LedgerSource source = nothing(LedgerSource.class);
    LedgerStream stream = mock(LedgerStream.class);
    when(source.stream(any(), any())).thenReturn(stream);
    when(stream.next()).thenReturn(true);
    when(stream.borrowedRaw()).thenReturn(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    LedgerStream tracked = tracker.source(source).stream(RANGE, CancelToken.NEVER);
    tracked.next();
    ByteBuffer kept = tracked.borrowedRaw();
    assertThat(kept).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    tracked.next();
    assertPoisoned(kept);
  }

  @Test
  void aStoreThatKeepsTheBuffersOfABatchBehindTheCommitReadsPoison() {
    List<ByteBuffer> kept = new ArrayList<>();
    HotStores stores = nothing(HotStores.class);
    HotStore store = nothing(HotStore.class);
    when(stores.openExisting(any(), any())).thenReturn(store);
    Mockito.doAnswer(
            call -> {
              for (HotBatch.Put put : call.<HotBatch>getArgument(0).puts()) {
                assertThat(put.family()).isEqualTo(TinyKind.FAMILY);
                assertThat(put.borrowedKey()).isEqualTo(direct("key"));
                assertThat(put.borrowedValue()).isEqualTo(direct("value"));
                kept.add(put.borrowedKey());
                kept.add(put.borrowedValue());
              }
              return null;
            })
        .when(store)
        .commit(any());
    ByteBuffer key = direct("key");
    tracker
        .hotStores(stores)
        .openExisting(CHUNK, FAMILIES)
        .commit(new HotBatch().put(TinyKind.FAMILY, key, direct("value")));
    assertThat(kept).hasSize(2).allSatisfy(HandleTrackerTest::assertPoisoned);
    assertThat(key).as("the caller's buffer is as it was").isEqualTo(direct("key"));
  }

  @Test
  void aWriterThatKeepsWhatWasAppendedReadsPoison() {
    List<ByteBuffer> kept = new ArrayList<>();
    ArtifactStore store = nothing(ArtifactStore.class);
    ArtifactWriter writer = nothing(ArtifactWriter.class);
    when(store.create(any(), any())).thenReturn(writer);
    Mockito.doAnswer(call -> kept.add(call.getArgument(0))).when(writer).append(any());
    ByteBuffer bytes = direct("some bytes").position(5);
    tracker.artifacts(store).create(ArtifactKind.LEDGERS, CHUNK).append(bytes);
    assertThat(bytes.hasRemaining()).as("its position moves to its limit").isFalse();
    assertThat(kept).hasSize(1);
    assertThat(kept.get(0).capacity()).isEqualTo(5);
    assertPoisoned(kept.get(0));
  }

  @Test
  void aKindThatKeepsALedgerReadsPoisonAndGetsNoMoreThanItAskedFor() {
    List<BorrowedLedger> kept = new ArrayList<>();
    List<ByteBuffer> buffers = new ArrayList<>();
    ArtifactFormat format = nothing(ArtifactFormat.class);
    ArtifactBuilder builder = nothing(ArtifactBuilder.class);
    when(format.reads()).thenReturn(Set.of(Reads.RAW));
    when(format.begin(any(), any(), any())).thenReturn(builder);
    Mockito.doAnswer(keeping(kept, buffers)).when(builder).add(any());
    tracker
        .format(format)
        .begin(CHUNK, RANGE, nothing(ArtifactSink.class))
        .add(borrowed(LEDGERS.get(0)));
    assertThat(kept.get(0).sequence()).isEqualTo(2);
    assertPoisoned(buffers.get(0));
    assertThatIllegalStateException().isThrownBy(() -> kept.get(0).frame());
  }

  @Test
  void aColumnThatKeepsALedgerReadsPoisonAndTheTinyOneKeepsNone() {
    List<ByteBuffer> buffers = new ArrayList<>();
    HotColumn column = nothing(HotColumn.class);
    Mockito.doAnswer(keeping(new ArrayList<>(), buffers)).when(column).contribute(any(), any());
    tracker.column(column).contribute(borrowed(LEDGERS.get(0)), new HotBatch());
    assertPoisoned(buffers.get(0));

    HotBatch batch = new HotBatch();
    tracker.column(TinyKind.COLUMN).contribute(borrowed(LEDGERS.get(1)), batch);
    ByteBuffer record = TinyKind.record(3, LEDGERS.get(1).raw());
    assertThat(batch.puts().get(0).borrowedValue()).isEqualTo(record.slice(4, 4));
  }

  @Test
  void aTrackedBackendAnswersLikeTheRealOne() {
    BulkBackend tracked = tracker.backend(new FakeBackend("Some Network", LEDGERS));
    assertThat(tracked.network(CancelToken.NEVER)).isEqualTo("Some Network");
    assertThat(tracked.tip(Duration.ZERO, CancelToken.NEVER)).hasValue(9);
    assertThat(tracked.covers(9, Duration.ZERO, CancelToken.NEVER)).isTrue();
    int seen = 0;
    try (LedgerStream stream = tracked.stream(RANGE, CancelToken.NEVER)) {
      while (stream.next()) {
        assertThat(stream.borrowedRaw()).isEqualTo(LEDGERS.get(seen).raw());
        seen++;
      }
    }
    assertThat(seen).isEqualTo(8);
    tracker.check();
  }

  private static Answer<Void> keeping(List<BorrowedLedger> kept, List<ByteBuffer> buffers) {
    return call -> {
      BorrowedLedger ledger = call.getArgument(0);
      kept.add(ledger);
      buffers.add(ledger.raw());
      assertThat(ledger.raw()).isEqualTo(LEDGERS.get((int) ledger.sequence() - 2).raw());
      return null;
    };
  }

  private static BorrowedLedger borrowed(ForgedLedger ledger) {
    return new BorrowedLedger(
        ledger.sequence(), ledger.hash(), ledger.previousHash(), direct("frame"), ledger.raw());
  }

  private static void assertPoisoned(ByteBuffer kept) {
    for (int i = 0; i < kept.capacity(); i++) {
      assertThat(kept.get(i)).as("byte %s", i).isEqualTo(Loans.POISON);
    }
  }

  private static ByteBuffer direct(String text) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(text.length());
    for (int i = 0; i < text.length(); i++) {
      buffer.put((byte) text.charAt(i));
    }
    return buffer.flip();
  }

  private static HotStores hot(HandleTracker tracker) {
    return tracker.hotStores(nothing(HotStores.class));
  }

  private static <T> T nothing(Class<T> port) {
    return mock(port, RETURNS_DEEP_STUBS);
  }

  private static Named<Opening> opening(String name, Opening opening) {
    return Named.of(name, opening);
  }
}
