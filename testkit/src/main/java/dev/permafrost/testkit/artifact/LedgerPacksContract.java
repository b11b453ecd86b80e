package dev.permafrost.testkit.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.MissingArtifact;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link LedgerPacks} does: the contract of the port, as tests. */
public abstract class LedgerPacksContract {

  private static final ChunkId CHUNK = new ChunkId(1);
  private static final LedgerRange RANGE = new LedgerRange(10_002, 10_301);

  private LedgerPacks packs;
  private List<byte[]> frames;

  /** Made by JUnit. */
  protected LedgerPacksContract() {}

  /** The packs under test; none is there yet. */
  protected abstract LedgerPacks openPacks() throws IOException;

  /** Writes a pack at its place: frames of the ledgers of a range, in order. */
  protected abstract void write(ChunkId chunk, LedgerRange range, List<byte[]> frames)
      throws IOException;

  /** The bytes of a pack that was written, read past the port. */
  protected abstract byte[] content(ChunkId chunk) throws IOException;

  @BeforeEach
  final void setUp() throws IOException {
    packs = openPacks();
    frames = randomFrames((int) RANGE.length(), 3000, 4711);
  }

  @Test
  final void eachFrameIsLentAsItWasWritten() throws IOException {
    write(CHUNK, RANGE, frames);

    try (LedgerPack pack = packs.open(CHUNK, RANGE)) {
      assertThat(pack.range()).isEqualTo(RANGE);
      assertThat(pack.location()).isNotEmpty();
      assertThat(pack.form()).isEqualTo(PackForm.CURRENT);
      assertThat(pack.contentHash()).isEmpty();
      assertThat(pack.sizeBytes())
          .isGreaterThanOrEqualTo(frames.stream().mapToLong(frame -> frame.length).sum());
      for (int i = frames.size() - 1; i >= 0; i--) {
        assertThat(frame(pack, RANGE.first() + i)).isEqualTo(frames.get(i));
      }
    }
  }

  @Test
  final void framesAreLentDirectAndReadOnly() throws IOException {
    write(CHUNK, RANGE, frames);

    try (LedgerPack pack = packs.open(CHUNK, RANGE);
        FrameCursor cursor = pack.scan(RANGE)) {
      assertThat(pack.withFrame(RANGE.first(), LedgerPacksContract::isLentAsPromised)).isTrue();
      assertThat(cursor.next()).isTrue();
      assertThat(isLentAsPromised(cursor.borrowedFrame())).isTrue();
    }
  }

  @Test
  final void aScanGivesEveryFrameOfItsPartInOrder() throws IOException {
    write(CHUNK, RANGE, frames);

    try (LedgerPack pack = packs.open(CHUNK, RANGE)) {
      assertScan(pack, RANGE);
      assertScan(pack, new LedgerRange(10_002, 10_002));
      assertScan(pack, new LedgerRange(10_301, 10_301));
      assertScan(pack, new LedgerRange(10_129, 10_130));
      assertScan(pack, new LedgerRange(10_100, 10_300));
    }
  }

  @Test
  final void framesLargerThanAnyBlockAreScannedToo() throws IOException {
    LedgerRange range = new LedgerRange(2, 7);
    frames =
        List.of(
            randomFrames(1, 1, 1).get(0),
            new byte[5 << 20],
            new byte[] {7},
            new byte[3 << 20],
            new byte[2 << 20],
            new byte[] {9});
    frames.get(1)[5_000_000] = 3;
    write(CHUNK, range, frames);

    try (LedgerPack pack = packs.open(CHUNK, range);
        FrameCursor cursor = pack.scan(range)) {
      for (byte[] frame : frames) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.borrowedFrame()).isEqualTo(ByteBuffer.wrap(frame));
      }
      assertThat(cursor.next()).isFalse();
    }
  }

  @Test
  final void aCursorStandsAtNoFrameBeforeTheFirstAndBehindTheLast() throws IOException {
    write(CHUNK, RANGE, frames);

    try (LedgerPack pack = packs.open(CHUNK, RANGE);
        FrameCursor cursor = pack.scan(new LedgerRange(10_002, 10_002))) {
      assertThatIllegalStateException().isThrownBy(cursor::borrowedFrame);
      assertThatIllegalStateException().isThrownBy(cursor::sequence);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.next()).isFalse();
      assertThatIllegalStateException().isThrownBy(cursor::borrowedFrame);
    }
  }

  @Test
  final void aClosedCursorLendsNothingAndCanBeClosedAgain() throws IOException {
    write(CHUNK, RANGE, frames);

    try (LedgerPack pack = packs.open(CHUNK, RANGE)) {
      FrameCursor closed;
      try (FrameCursor cursor = pack.scan(RANGE)) {
        assertThat(cursor.next()).isTrue();
        closed = cursor;
      }
      closed.close();

      assertThatIllegalStateException().isThrownBy(closed::next);
      assertThatIllegalStateException().isThrownBy(closed::borrowedFrame);
    }
  }

  @Test
  final void theFramesAndTheTailAreTheFile() throws IOException {
    write(CHUNK, RANGE, frames);

    try (LedgerPack pack = packs.open(CHUNK, RANGE);
        FrameCursor cursor = pack.scan(RANGE)) {
      ByteBuffer file = ByteBuffer.allocate((int) pack.sizeBytes());
      while (cursor.next()) {
        file.put(cursor.borrowedFrame());
      }
      ByteBuffer tail = pack.tail();
      assertThat(tail.isReadOnly()).isTrue();
      file.put(tail);

      assertThat(file.hasRemaining()).isFalse();
      assertThat(file.array()).isEqualTo(content(CHUNK));
      assertThat(pack.tail().remaining()).as("each caller has its own").isPositive();
    }
  }

  // ---- past the cache
  // ----------------------------------------------------------------------------

  @Test
  final void aPackThatIsReadPastTheCacheIsTheSamePack() throws IOException {
    write(CHUNK, RANGE, frames);

    Optional<LedgerPack> opened = packs.openPastCache(CHUNK, RANGE);
    if (opened.isEmpty()) {
      return;
    }
    try (LedgerPack pack = opened.get();
        LedgerPack cached = packs.open(CHUNK, RANGE)) {
      assertScan(pack, RANGE);
      assertThat(frame(pack, 10_100)).isEqualTo(frames.get(98));
      assertThat(pack.tail()).isEqualTo(cached.tail());
      assertThat(pack.location()).isEqualTo(cached.location());
      assertThat(pack.sizeBytes()).isEqualTo(cached.sizeBytes());
    }
  }

  @Test
  final void pastTheCacheTooAPackIsMissingOrOfOtherLedgers() throws IOException {
    assertThatExceptionOfType(MissingArtifact.class)
        .isThrownBy(() -> packs.openPastCache(CHUNK, RANGE));
    write(CHUNK, RANGE, frames);
    LedgerRange other = new LedgerRange(10_002, 10_300);
    Optional<LedgerPack> opened = packs.openPastCache(CHUNK, RANGE);
    if (opened.isPresent()) {
      opened.get().close();
      assertThatExceptionOfType(CorruptArtifact.class)
          .isThrownBy(() -> packs.openPastCache(CHUNK, other));
    }
  }

  @Test
  final void aLedgerOutsideThePackIsABugOfTheCaller() throws IOException {
    write(CHUNK, RANGE, frames);

    try (LedgerPack pack = packs.open(CHUNK, RANGE)) {
      assertThatIllegalArgumentException().isThrownBy(() -> frame(pack, 10_001));
      assertThatIllegalArgumentException().isThrownBy(() -> frame(pack, 10_302));
      assertThatIllegalArgumentException().isThrownBy(() -> frame(pack, -1));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> assertScan(pack, new LedgerRange(10_001, 10_005)));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> assertScan(pack, new LedgerRange(10_301, 10_302)));
    }
  }

  @Test
  final void aPackThatIsNotThereIsMissingAndNotCorrupt() {
    assertThatExceptionOfType(MissingArtifact.class)
        .isThrownBy(() -> openAndClose(RANGE))
        .satisfies(
            failure -> {
              assertThat(failure.chunk()).isEqualTo(CHUNK);
              assertThat(failure.kind()).isEqualTo(ArtifactKind.LEDGERS);
              assertThat(failure.path()).contains("00000001");
            });
  }

  @Test
  final void aPackOfOtherLedgersUnderThisNameIsRefused() throws IOException {
    write(CHUNK, RANGE, frames);

    for (LedgerRange other :
        List.of(
            new LedgerRange(2, 301),
            new LedgerRange(10_002, 10_300),
            new LedgerRange(10_002, 10_302))) {
      assertThatExceptionOfType(CorruptArtifact.class)
          .isThrownBy(() -> openAndClose(other))
          .satisfies(
              failure -> assertThat(failure.damage()).isEqualTo(CorruptArtifact.Damage.OTHER));
    }
  }

  @Test
  final void manyThreadsReadOnePackAtOnce() throws Exception {
    write(CHUNK, RANGE, frames);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (LedgerPack pack = packs.open(CHUNK, RANGE)) {
      List<Future<?>> results = new ArrayList<>();
      for (int seed = 1; seed <= 4; seed++) {
        Random random = new Random(seed);
        results.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 500; i++) {
                    int index = random.nextInt(frames.size());
                    assertThat(frame(pack, RANGE.first() + index)).isEqualTo(frames.get(index));
                  }
                  assertScan(pack, RANGE);
                }));
      }
      for (Future<?> result : results) {
        result.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  final void anExceptionOfTheBorrowerPassesThroughAndThePackStaysUsable() throws IOException {
    write(CHUNK, RANGE, frames);

    try (LedgerPack pack = packs.open(CHUNK, RANGE)) {
      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(
              () ->
                  pack.withFrame(
                      RANGE.first(),
                      frame -> {
                        throw new ArithmeticException();
                      }));
      assertThat(frame(pack, RANGE.first())).isEqualTo(frames.get(0));
    }
  }

  @Test
  final void aClosedPackLendsNothingAndCanBeClosedAgain() throws IOException {
    write(CHUNK, RANGE, frames);
    LedgerPack closed;
    try (LedgerPack pack = packs.open(CHUNK, RANGE)) {
      closed = pack;
    }
    closed.close();

    assertThatIllegalStateException().isThrownBy(() -> frame(closed, RANGE.first()));
    assertThatIllegalStateException().isThrownBy(() -> assertScan(closed, RANGE));
  }

  private void openAndClose(LedgerRange range) {
    try (LedgerPack pack = packs.open(CHUNK, range)) {
      assertThat(pack.range()).isEqualTo(range);
    }
  }

  private void assertScan(LedgerPack pack, LedgerRange part) {
    long sequence = part.first();
    try (FrameCursor cursor = pack.scan(part)) {
      while (cursor.next()) {
        assertThat(cursor.sequence()).isEqualTo(sequence);
        assertThat(bytes(cursor.borrowedFrame()))
            .isEqualTo(frames.get((int) (sequence - pack.range().first())));
        sequence++;
      }
    }
    assertThat(sequence).isEqualTo(part.last() + 1);
  }

  private static boolean isLentAsPromised(ByteBuffer frame) {
    return frame.isDirect() && frame.isReadOnly();
  }

  private static byte[] frame(LedgerPack pack, long sequence) {
    return pack.withFrame(sequence, LedgerPacksContract::bytes);
  }

  private static byte[] bytes(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.duplicate().get(bytes);
    return bytes;
  }

  private static List<byte[]> randomFrames(int count, int maxBytes, long seed) {
    Random random = new Random(seed);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] frame = new byte[1 + random.nextInt(maxBytes)];
      random.nextBytes(frame);
      frames.add(frame);
    }
    return frames;
  }
}
