package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.failure.CorruptArtifact;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Packs that lie somewhere, with every checksum right, taken through every public method of their
 * reader with little memory. What opens lends exactly the bytes that the file has in that place.
 */
@Tag("small-heap")
class PackUnderSmallHeapTest {

  private static final LedgerRange RANGE = new LedgerRange(10_002, 10_141);
  private static final int DRAFTS = 6_000;
  private static final int MOST_CHANGES = 3;

  private final MemoryPacks packs = new MemoryPacks();
  private final CodecSession codec = new ZstdSession();
  private final List<byte[]> frames = frames();

  private static List<byte[]> frames() {
    Random random = new Random(4);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < RANGE.length(); i++) {
      byte[] item = new byte[1 + random.nextInt(60)];
      random.nextBytes(item);
      frames.add(GoldenPack.frame(item));
    }
    return frames;
  }

  @AfterEach
  void close() {
    codec.close();
    assertThat(packs.vfs().openFiles()).isZero();
  }

  @Test
  @EnabledIfSystemProperty(named = "permafrost.heap", matches = "small")
  void theHeapIsSmall() {
    assertThat(Runtime.getRuntime().maxMemory()).isLessThan(64L << 20);
  }

  @Test
  void aDraftThatIsNotChangedIsThePackThatTheFormatBuilds() {
    byte[] pack = new PackDraft(RANGE.first(), frames).toBytes();

    assertThat(pack).isEqualTo(PackBytes.of(RANGE, frames));
    assertThat(isOpened(pack)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20_261_123})
  void aPackWhosePartsLieIsRefusedOrLendsWhatTheFileHas(long seed) {
    Random random = new Random(seed);
    int opened = 0;
    for (int i = 0; i < DRAFTS / 2; i++) {
      PackDraft draft = new PackDraft(RANGE.first(), frames);
      for (int change = random.nextInt(MOST_CHANGES); change >= 0; change--) {
        draft.change(random);
      }
      opened += isOpened(draft.toBytes()) ? 1 : 0;
    }
    // Other frames, and moved borders between them, are found by decoding.
    assertThat(opened).isBetween(DRAFTS / 20, DRAFTS / 4);
  }

  @ParameterizedTest
  @CsvSource({
    "0,4", "4,1", "5,1", "6,2", "8,4", "12,4", "16,4", "20,4", "24,2", "26,2", "28,4", "32,4",
    "36,4", "48,4", "64,4", "68,4"
  })
  void aFieldOfTheTrailerAtAnExtremeIsRefusedOrOfNoConsequence(int at, int bytes) {
    byte[] pack = PackBytes.of(RANGE, frames);
    for (long value : extremes(bytes, valueAt(pack, at, bytes))) {
      byte[] changed =
          PackBytes.withTrailer(
              pack,
              trailer -> {
                for (int i = 0; i < bytes; i++) {
                  trailer.put(at + i, (byte) (value >>> (8 * i)));
                }
              });
      boolean isTheSame = Arrays.equals(changed, pack);
      boolean isOnlyAFlag = at == 5 && value == 1;
      assertThat(isOpened(changed)).as("%x", value).isEqualTo(isTheSame || isOnlyAFlag);
    }
  }

  private static long valueAt(byte[] pack, int at, int bytes) {
    long value = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      value = (value << 8) | (pack[pack.length - PackTrailer.BYTES + at + i] & 0xFF);
    }
    return value;
  }

  private static long[] extremes(int bytes, long sound) {
    long all = (1L << (8 * bytes)) - 1;
    long half = all >>> 1;
    return new long[] {0, 1, 2, half - 1, half, half + 1, all - 1, all, sound - 1, sound + 1};
  }

  /** Takes a pack through every public method; whether it could be opened. */
  private boolean isOpened(byte[] file) {
    packs.put(file);
    assertThat(packs.inspector().inspect(packs.path()).orElseThrow().checks()).isNotEmpty();
    assertThat(packs.inspector().inspectWhole(packs.path(), codec).orElseThrow().checks())
        .isNotEmpty();
    packs.vfs().forgetOperations();
    LedgerPack opened;
    try (LedgerPack pack = packs.packs().open(MemoryPacks.CHUNK, RANGE)) {
      opened = pack;
      readEverything(pack, file);
    } catch (CorruptArtifact declared) {
      return false;
    }
    assertIsClosed(opened);
    return true;
  }

  @SuppressWarnings("try") // a cursor is closed twice, which is allowed
  private static void readEverything(LedgerPack pack, byte[] file) {
    assertThat(pack.range()).isEqualTo(RANGE);
    assertThat(pack.sizeBytes()).isEqualTo(file.length);
    assertThat(pack.location()).isNotEmpty();
    ByteArrayOutputStream scanned = new ByteArrayOutputStream();
    ByteArrayOutputStream byPoint = new ByteArrayOutputStream();
    try (FrameCursor cursor = pack.scan(RANGE)) {
      assertThatThrownBy(cursor::borrowedFrame).isInstanceOf(IllegalStateException.class);
      while (cursor.next()) {
        write(cursor.borrowedFrame(), scanned);
        byte[] frame = pack.withFrame(cursor.sequence(), PackUnderSmallHeapTest::bytes);
        byPoint.writeBytes(frame);
      }
      cursor.close();
    }
    byte[] records = Arrays.copyOf(file, scanned.size());
    assertThat(scanned.size()).as("up to the index").isEqualTo(indexAt(file));
    assertThat(Arrays.equals(scanned.toByteArray(), records)).as("by scan").isTrue();
    assertThat(Arrays.equals(byPoint.toByteArray(), records)).as("by point").isTrue();
    try (FrameCursor part = pack.scan(new LedgerRange(RANGE.last() - 1, RANGE.last()))) {
      assertThat(part.next()).isTrue();
      assertThat(part.next()).isTrue();
      assertThat(part.next()).isFalse();
    }
    for (long outside : new long[] {RANGE.first() - 1, RANGE.last() + 1}) {
      assertThatThrownBy(() -> pack.withFrame(outside, frame -> ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static long indexAt(byte[] file) {
    return file.length - PackTrailer.BYTES - valueAt(file, 28, 4) - valueAt(file, 32, 4);
  }

  private static void assertIsClosed(LedgerPack pack) {
    pack.close();
    assertThatThrownBy(() -> pack.withFrame(RANGE.first(), frame -> ""))
        .isInstanceOf(IllegalStateException.class);
  }

  private static void write(ByteBuffer borrowed, ByteArrayOutputStream target) {
    target.writeBytes(bytes(borrowed));
  }

  private static byte[] bytes(ByteBuffer borrowed) {
    byte[] bytes = new byte[borrowed.remaining()];
    borrowed.duplicate().get(bytes);
    return bytes;
  }
}
