package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.permafrost.fs.PackBytes.TrailerChange;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Packs crafted to mislead a reader, all their checksums right. */
class HostilePackTest {

  private static final LedgerRange RANGE = new LedgerRange(2, 4);
  private static final long MAX_ALLOCATED_BYTES = 1 << 20;

  private final MemoryPacks packs = new MemoryPacks();
  private final byte[] pack = GoldenPack.load("tiny-3").pack();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @AfterEach
  void nothingStaysOpen() {
    packs.assertNothingIsOut();
  }

  @Test
  void whateverTwoFieldsClaimOnlyTheDeclaredFailureComesAndLittleIsAllocated() {
    int[] offsets = {8, 12, 16, 20, 28, 32};
    int[] extremes = {0, 1, 4, 5, 128, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -2, -4, -76};
    for (int first : offsets) {
      for (int second : offsets) {
        for (int a : extremes) {
          for (int b : extremes) {
            byte[] crafted =
                PackBytes.withTrailer(pack, trailer -> trailer.putInt(first, a).putInt(second, b));
            if (!Arrays.equals(crafted, pack)) {
              assertOnlyDeclared(crafted, first + "=" + a + " " + second + "=" + b);
            }
          }
        }
      }
    }
  }

  private void assertOnlyDeclared(byte[] crafted, String what) {
    packs.put(crafted);
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatExceptionOfType(CorruptArtifact.class).as(what).isThrownBy(() -> packs.open(RANGE));
    assertThat(packs.inspector().inspect(packs.path()).orElseThrow().checks()).isNotEmpty();
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .as(what)
        .isLessThan(MAX_ALLOCATED_BYTES);
  }

  @Test
  void aFileOfAlmostTwoToThe63BytesIsRefusedWithoutBeingRead() {
    packs.put(pack);
    packs.growTo(Long.MAX_VALUE - 1, PackTrailer.BYTES);
    assertRefused("index checksum", Damage.CHECKSUM);
  }

  @Test
  void sectionsThatBeginOneByteBeforeTheFileAreRefused() {
    int trailerAt = pack.length - PackTrailer.BYTES;
    int indexBytes = ByteBuffer.wrap(pack).order(ByteOrder.LITTLE_ENDIAN).getInt(trailerAt + 28);
    packs.put(
        PackBytes.withTrailer(pack, trailer -> trailer.putInt(32, trailerAt - indexBytes + 1)));

    assertRefused("sections fit in the file", Damage.SIZE);
  }

  @Test
  void anIndexThatWouldFillTheMemoryIsRefused() throws IOException {
    byte[] crafted =
        PackBytes.withTrailer(
            pack, trailer -> trailer.putInt(28, (int) PackContainer.MAX_INDEX_BYTES + 1));
    byte[] trailer = Arrays.copyOfRange(crafted, pack.length - PackTrailer.BYTES, pack.length);
    packs.put(pack);
    try (VfsFile file = packs.vfs().openWrite(packs.path())) {
      file.writeAt(ByteBuffer.wrap(trailer), 100L << 20);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    assertRefused("index fits in memory", Damage.SIZE);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MAX_ALLOCATED_BYTES);
  }

  /** A change that breaks exactly one check, in the order in which the checks are made. */
  private static Map<String, TrailerChange> oneBrokenCheckEach() {
    Map<String, TrailerChange> changes = new LinkedHashMap<>();
    changes.put("magic", trailer -> trailer.put(0, (byte) 0x52));
    changes.put("version", trailer -> trailer.put(4, (byte) 2));
    changes.put("flags", trailer -> trailer.put(5, (byte) 0x80));
    changes.put("group size", trailer -> trailer.putShort(24, (short) 64));
    changes.put("sections fit in the file", trailer -> trailer.putInt(32, 30_000));
    changes.put("index holds its checksum", trailer -> trailer.putInt(28, 3));
    changes.put("record count is plausible", trailer -> trailer.putInt(12, 200));
    changes.put("items per record", trailer -> trailer.putInt(20, 0));
    changes.put("item count fits the record count", trailer -> trailer.putInt(16, 9));
    changes.put("app data checksum", trailer -> trailer.putInt(68, 1));
    changes.put("format", trailer -> trailer.putInt(8, 2));
    changes.put(
        "records without checksums of their own",
        trailer -> trailer.put(5, (byte) (trailer.get(5) | 2)));
    changes.put("reserved bytes 6-7", trailer -> trailer.putShort(6, (short) 1));
    changes.put("reserved bytes 26-27", trailer -> trailer.putShort(26, (short) 1));
    changes.put("no hash without its flag", trailer -> trailer.put(67, (byte) 1));
    return changes;
  }

  @Test
  void eachFieldHasACheckOfItsOwn() {
    oneBrokenCheckEach()
        .forEach(
            (check, change) -> {
              packs.put(PackBytes.withTrailer(pack, change));
              assertThat(failedCheck()).isEqualTo(check);
            });
  }

  @Test
  void whereTwoChecksFailTheOneThatComesFirstIsReported() {
    Map<String, TrailerChange> changes = oneBrokenCheckEach();
    List<String> order = new ArrayList<>(changes.keySet());
    for (int i = 0; i < order.size(); i++) {
      for (int j = i + 1; j < order.size(); j++) {
        TrailerChange first = changes.getOrDefault(order.get(i), trailer -> {});
        TrailerChange second = changes.getOrDefault(order.get(j), trailer -> {});
        packs.put(
            PackBytes.withTrailer(
                pack,
                trailer -> {
                  second.apply(trailer);
                  first.apply(trailer);
                }));
        assertThat(failedCheck())
            .as("%s and %s", order.get(i), order.get(j))
            .isEqualTo(order.get(i));
      }
    }
  }

  @Test
  void noFieldIsBelievedBeforeTheTrailersChecksum() {
    oneBrokenCheckEach()
        .forEach(
            (check, change) -> {
              byte[] crafted = PackBytes.withTrailer(pack, change);
              crafted[crafted.length - 1] ^= 1;
              packs.put(crafted);
              assertThat(failedCheck())
                  .isEqualTo(
                      check.equals("magic") || check.equals("version")
                          ? check
                          : "trailer checksum");
            });
  }

  @Test
  void aChecksumOfTheAppDataMayBeZeroInTheOldestFormOfLedgerPacksAndNowhereElse() {
    byte[] oldest = GoldenPack.resource("older/tiny-3.4-bytes.pack");
    packs.put(oldest);
    assertThatCode(() -> packs.open(RANGE)).doesNotThrowAnyException();

    packs.put(PackBytes.withTrailer(oldest, trailer -> trailer.putInt(8, 2)));
    assertRefused("app data checksum", Damage.CHECKSUM);
    packs.put(PackBytes.withTrailer(oldest, trailer -> trailer.putInt(68, 1)));
    assertRefused("app data checksum", Damage.CHECKSUM);
    packs.put(PackBytes.withTrailer(pack, trailer -> trailer.putInt(68, 0)));
    assertRefused("app data checksum", Damage.CHECKSUM);
  }

  @Test
  void flagsOfTheNewerAppDataThatNobodyKnowsAreRefused() {
    byte[] newer = GoldenPack.resource("newer/tiny-3.42-bytes.pack");
    newer[newer.length - PackTrailer.BYTES - 42 + 5] = 2;
    packs.put(withAppDataCrc(newer, 42));

    assertRefused("app data flags", Damage.OTHER);
  }

  private static byte[] withAppDataCrc(byte[] changed, int appDataBytes) {
    CRC32C crc = new CRC32C();
    crc.update(changed, changed.length - PackTrailer.BYTES - appDataBytes, appDataBytes);
    return PackBytes.withTrailer(changed, trailer -> trailer.putInt(68, (int) crc.getValue()));
  }

  @Test
  void aContentHashWithItsFlagIsNoReasonToRefuse() {
    packs.put(PackBytes.withTrailer(pack, trailer -> trailer.put(5, (byte) 1).put(36, (byte) 7)));

    assertThatCode(() -> packs.open(RANGE)).doesNotThrowAnyException();
  }

  @Test
  void aLastSequenceBeyond32BitsIsRefused() {
    packs.put(PackBytes.of(new LedgerRange(2, 4), GoldenPack.load("tiny-3").frames()));
    byte[] crafted = pack.clone();
    ByteBuffer.wrap(crafted).putInt(crafted.length - PackTrailer.BYTES - 4, -2);
    packs.put(withAppDataCrc(crafted, 5));

    assertRefused("last sequence fits 32 bits", Damage.OTHER);
  }

  @Test
  void theLargestSequenceMayBeTheLast() {
    LedgerRange last = new LedgerRange(LedgerRange.MAX_SEQUENCE - 2, LedgerRange.MAX_SEQUENCE);
    packs.put(PackBytes.of(last, GoldenPack.load("tiny-3").frames()));

    assertThatCode(() -> packs.open(last)).doesNotThrowAnyException();
  }

  @Test
  void aTrailerAndNothingElseIsRefusedForWhatItLacks() {
    byte[] crafted =
        PackBytes.withTrailer(pack, trailer -> trailer.putInt(28, 0).putInt(32, 0).putInt(12, 0));
    packs.put(Arrays.copyOfRange(crafted, crafted.length - PackTrailer.BYTES, crafted.length));

    assertRefused("index holds its checksum", Damage.SIZE);
  }

  @Test
  void twoItemsARecordMakeASoundContainerThatIsNoPackOfLedgers() {
    packs.put(PackBytes.withTrailer(pack, trailer -> trailer.putInt(16, 6).putInt(20, 2)));

    assertRefused("one item a record", Damage.OTHER);
  }

  @Test
  void anEmptyRecordIsRefused() {
    PackBytes.Sink sink = new PackBytes.Sink();
    PackWriter writer = new PackWriter(sink, PackFormat.LEDGERS);
    writer.append(ByteBuffer.wrap(new byte[] {1}));
    writer.append(ByteBuffer.allocate(0));
    writer.append(ByteBuffer.wrap(new byte[] {1}));
    writer.finish(LedgerAppData.encode(2));
    packs.put(sink.toBytes());

    assertRefused("no record is empty", Damage.CORRUPT);
  }

  @Test
  void aPackWithoutRecordsIsNoPackOfLedgers() {
    PackBytes.Sink sink = new PackBytes.Sink();
    new PackWriter(sink, PackFormat.LEDGERS).finish(LedgerAppData.encode(2));
    packs.put(sink.toBytes());

    assertRefused("item count", Damage.OTHER);
  }

  /** The index of the pack with one byte changed and all checksums right. */
  private void putIndexChanged(int offsetInIndex, int value) {
    byte[] crafted = pack.clone();
    int indexBytes = 15;
    int indexAt = pack.length - PackTrailer.BYTES - 5 - indexBytes;
    crafted[indexAt + offsetInIndex] = (byte) value;
    CRC32C crc = new CRC32C();
    crc.update(crafted, indexAt, indexBytes - 4);
    ByteBuffer.wrap(crafted)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(indexAt + indexBytes - 4, (int) crc.getValue());
    packs.put(crafted);
  }

  @Test
  void aGroupOfImpossibleWidthIsRefused() {
    int widthAt = 6;
    int width = pack[pack.length - PackTrailer.BYTES - 5 - 15 + widthAt];
    assertThat(width).isBetween(1, 16);
    for (int other : new int[] {0, 33, 64, 255}) {
      putIndexChanged(widthAt, other);
      assertRefused("index groups decode", Damage.CORRUPT);
    }
  }

  @Test
  void aSizeThatWrapsAround32BitsIsRefused() {
    // The minimum, little-endian, becomes 2^32 - something: minimum + residual needs 33 bits.
    byte[] crafted = pack.clone();
    int indexAt = pack.length - PackTrailer.BYTES - 5 - 15;
    Arrays.fill(crafted, indexAt + 7, indexAt + 11, (byte) 0xFF);
    CRC32C crc = new CRC32C();
    crc.update(crafted, indexAt, 11);
    ByteBuffer.wrap(crafted)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(indexAt + 11, (int) crc.getValue());
    packs.put(crafted);

    CorruptArtifact failure = refusal();
    assertThat(failure.check()).isEqualTo("index groups decode");
    assertThat(failure.found()).contains("OVERFLOW");
  }

  @Test
  void sizesThatDoNotAddUpToThePlaceOfTheIndexAreRefused() {
    int minimumAt = 7;
    int indexAt = pack.length - PackTrailer.BYTES - 5 - 15;
    for (int change : new int[] {-1, 1}) {
      putIndexChanged(minimumAt, pack[indexAt + minimumAt] + change);
      assertRefused("sizes sum to the place of the index", Damage.CORRUPT);
    }
  }

  @Test
  void bytesOfTheIndexLeftOverAreRefusedAsSuch() {
    packs.put(PackBytes.withTrailer(pack, trailer -> trailer.putInt(12, 2).putInt(16, 2)));

    assertRefused("index groups decode", Damage.CORRUPT);
  }

  @Test
  void aRecordLargerThanAnyFrameIsRefusedBeforeItIsRead() throws IOException {
    putOneRecordOf(LedgerPackRules.MAX_FRAME_BYTES + 1, PackFormat.LEDGERS);

    assertRefused("records are no larger than frames", Damage.CORRUPT);
  }

  @Test
  void aRecordMayBeAsLargeAsTheLargestFrame() throws IOException {
    putOneRecordOf(LedgerPackRules.MAX_FRAME_BYTES, PackFormat.LEDGERS);

    assertThatCode(() -> packs.open(new LedgerRange(2, 2))).doesNotThrowAnyException();
  }

  @Test
  void aRecordLargerThanAnyIsRefusedBeforeItIsDecoded() throws IOException {
    int tooLarge = LedgerPackRules.MAX_FRAME_BYTES + (1 << 20) + 1;
    putOneRecordOf(tooLarge, 2);
    try (ZstdSession codec = new ZstdSession()) {
      PackInspection.Check failure =
          packs.inspector().inspectWhole(packs.path(), codec).orElseThrow().failure().orElseThrow();
      assertThat(failure.expected()).isEqualTo("at most " + (tooLarge - 1));
      assertThat(failure.found()).isEqualTo("record 0: " + tooLarge);
    }
  }

  /** All but the record itself, which is a hole in the file. */
  private void putOneRecordOf(int recordBytes, long format) throws IOException {
    PackBytes.Sink sink = new PackBytes.Sink();
    PackWriter writer = new PackWriter(sink, format);
    writer.append(ByteBuffer.allocate(recordBytes));
    writer.finish(LedgerAppData.encode(2));
    byte[] whole = sink.toBytes();
    byte[] behindRecords = Arrays.copyOfRange(whole, recordBytes, whole.length);
    packs.put(new byte[0]);
    try (VfsFile file = packs.vfs().openWrite(packs.path())) {
      file.writeAt(ByteBuffer.wrap(behindRecords), recordBytes);
    }
  }

  @Test
  void aSetSpareBitIsRefused() {
    int lastResidual = 5;
    int indexAt = pack.length - PackTrailer.BYTES - 5 - 15;
    putIndexChanged(lastResidual, pack[indexAt + lastResidual] | 0x80);

    assertRefused("spare bits of groups", Damage.CORRUPT);
  }

  private void assertRefused(String check, Damage damage) {
    CorruptArtifact failure = refusal();
    assertThat(failure.check()).isEqualTo(check);
    assertThat(failure.damage()).isEqualTo(damage);
  }

  private String failedCheck() {
    return refusal().check();
  }

  private CorruptArtifact refusal() {
    try {
      packs.open(RANGE);
    } catch (CorruptArtifact failure) {
      return failure;
    }
    throw new AssertionError("not refused");
  }
}
