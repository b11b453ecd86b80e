package dev.permafrost.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.permafrost.fs.PackInspection.ContentHash;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackInspectorTest {

  private static final byte[] NO_HASH = {};

  private final MemoryPacks packs = new MemoryPacks();
  private final ZstdSession codec = new ZstdSession();

  @AfterEach
  void nothingStaysOpen() {
    codec.close();
    packs.assertNothingIsOut();
  }

  private PackInspection inspect() {
    return packs.inspector().inspect(packs.path()).orElseThrow();
  }

  private PackInspection inspectWhole() {
    return packs.inspector().inspectWhole(packs.path(), codec).orElseThrow();
  }

  @Test
  void aSoundPackSaysWhatItIsWithoutItsChunkBeingKnown() {
    packs.put(GoldenPack.load("groups-300").pack());

    PackInspection found = inspect();

    assertThat(found.isSound()).isTrue();
    assertThat(found.fileBytes()).isEqualTo(169_680);
    assertThat(found.contentHash()).isEqualTo(ContentHash.ABSENT);
    PackInspection.Trailer trailer = found.trailer().orElseThrow();
    assertThat(trailer.version()).isEqualTo(1);
    assertThat(trailer.format()).isEqualTo(1);
    assertThat(trailer.recordCount()).isEqualTo(300);
    assertThat(trailer.itemCount()).isEqualTo(300);
    assertThat(trailer.itemsPerRecord()).isEqualTo(1);
    PackInspection.AppData appData = found.appData().orElseThrow();
    assertThat(appData.bytes()).isEqualTo(5);
    assertThat(appData.headHex()).isEqualTo("0100002712");
    assertThat(appData.form()).contains(PackForm.CURRENT);
    assertThat(appData.firstSequence()).hasValue(10_002);
    assertThat(found.checks())
        .extracting(PackInspection.Check::name)
        .startsWith("file holds a trailer", "magic", "version", "trailer checksum", "flags");
  }

  @Test
  void theIndexIsSummedUp() {
    List<byte[]> frames = GoldenPack.load("groups-300").frames();
    packs.put(GoldenPack.load("groups-300").pack());

    PackInspection.Index index = inspect().index().orElseThrow();

    assertThat(index.groups()).isEqualTo(3);
    long sum = frames.stream().mapToLong(frame -> frame.length).sum();
    assertThat(index.recordsBytes()).isEqualTo(sum);
    assertThat(index.smallestRecordBytes())
        .isEqualTo(frames.stream().mapToLong(frame -> frame.length).min().orElseThrow());
    assertThat(index.largestRecordBytes())
        .isEqualTo(frames.stream().mapToLong(frame -> frame.length).max().orElseThrow());
    assertThat(index.averageRecordBytes()).isEqualTo(sum / 300);
  }

  @Test
  void aDamagedPackIsAReportWithTheCheckThatFailedLast() {
    packs.put(GoldenPack.resource("damaged/index-crc.pack"));

    PackInspection found = inspect();

    assertThat(found.isSound()).isFalse();
    assertThat(found.failure().orElseThrow().name()).isEqualTo("index checksum");
    assertThat(found.checks().get(found.checks().size() - 1).held()).isFalse();
    assertThat(found.trailer()).isPresent();
    assertThat(found.index()).isEmpty();
  }

  @Test
  void aPackWithADamagedFrameIsSoundUntilItsRecordsAreRead() {
    packs.put(GoldenPack.resource("damaged/record-byte.pack"));

    assertThat(inspect().isSound()).isTrue();
    PackInspection.Check failure = inspectWhole().failure().orElseThrow();
    assertThat(failure.name()).isEqualTo("records decode");
    assertThat(failure.found()).startsWith("record 2: ");
  }

  @Test
  void whatIsNotThereHasNoReportAndWhatIsDeniedIsNoDamage() {
    assertThat(packs.inspector().inspect(Path.of("/nothing"))).isEmpty();
    packs.vfs().hook((operation, path) -> throwDenied(path));

    assertThatExceptionOfType(PermissionDenied.class).isThrownBy(this::inspect);
  }

  private static void throwDenied(Path path) throws AccessDeniedException {
    throw new AccessDeniedException(path.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 10, 128})
  void packsOfSeveralItemsARecordAreReadAndTheirHashCompared(int itemsPerRecord) throws Exception {
    List<byte[]> items = items(2 * 128 + 21);
    Multi multi = new Multi(items, itemsPerRecord);
    packs.put(multi.pack(multi.hash()));

    PackInspection found = inspectWhole();

    assertThat(found.failure()).isEmpty();
    assertThat(found.contentHash()).isEqualTo(ContentHash.MATCHES);
    assertThat(found.appData().orElseThrow().firstSequence()).isEmpty();
    assertThat(inspect().contentHash()).isEqualTo(ContentHash.UNCHECKED);
  }

  @Test
  void aContentHashThatDoesNotMatchIsFound() throws Exception {
    Multi multi = new Multi(items(5), 2);
    byte[] hash = multi.hash();
    hash[31] ^= 1;
    packs.put(multi.pack(hash));

    PackInspection found = inspectWhole();

    assertThat(found.contentHash()).isEqualTo(ContentHash.DIFFERS);
    assertThat(found.failure().orElseThrow().name()).isEqualTo("content hash");
  }

  @Test
  void theContentHashOfLedgersCoversLengthAndBytesOfEach() throws Exception {
    MessageDigest all = MessageDigest.getInstance("SHA-256");
    GoldenPack golden = GoldenPack.load("tiny-3");
    for (byte[] item : golden.items()) {
      all.update(digest(List.of(item)));
    }
    PackBytes.Sink sink = new PackBytes.Sink();
    PackWriter writer = new PackWriter(sink, PackFormat.LEDGERS);
    golden.frames().forEach(frame -> writer.append(ByteBuffer.wrap(frame)));
    writer.finish(LedgerAppData.encode(2), 3, 1, all.digest());
    packs.put(sink.toBytes());

    assertThat(inspectWhole().contentHash()).isEqualTo(ContentHash.MATCHES);
  }

  @Test
  void everyFlippedByteOfARecordOfSeveralItemsIsFound() throws Exception {
    Multi multi = new Multi(items(6), 3);
    byte[] sound = multi.pack(NO_HASH);
    int records = multi.records().stream().mapToInt(record -> record.length).sum();
    for (int at = 0; at < records; at++) {
      byte[] damaged = sound.clone();
      damaged[at] ^= (byte) 0xFF;
      packs.put(damaged);
      assertThat(inspectWhole().failure()).as("byte %s", at).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void recordsWithChecksumsOfTheirOwnAreReadAndEveryFlippedByteOfThemIsFound(int itemsPerRecord)
      throws Exception {
    Multi multi = new Multi(items(6), itemsPerRecord);
    PackBytes.Sink sink = new PackBytes.Sink();
    PackWriter writer = new PackWriter(sink, 2);
    int recordsBytes = 0;
    for (List<byte[]> part : multi.parts()) {
      byte[] record =
          itemsPerRecord == 1
              ? Arrays.copyOf(
                  GoldenPack.frame(part.get(0)), GoldenPack.frame(part.get(0)).length + 4)
              : multi.record(part, part.get(part.size() - 1).length);
      CRC32C crc = new CRC32C();
      crc.update(record, 0, record.length - 4);
      ByteBuffer.wrap(record)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(record.length - 4, (int) crc.getValue());
      writer.append(ByteBuffer.wrap(record));
      recordsBytes += record.length;
    }
    writer.finish(ByteBuffer.allocate(0), 6, itemsPerRecord, multi.hash());
    byte[] sound =
        PackBytes.withTrailer(
            sink.toBytes(), trailer -> trailer.put(5, (byte) (trailer.get(5) | 2)));
    packs.put(sound);
    assertThat(inspectWhole().failure()).isEmpty();
    assertThat(inspectWhole().contentHash()).isEqualTo(ContentHash.MATCHES);

    for (int at = 0; at < recordsBytes; at++) {
      byte[] damaged = sound.clone();
      damaged[at] ^= (byte) 0xFF;
      packs.put(damaged);
      assertThat(inspectWhole().failure().orElseThrow().name())
          .as("byte %s", at)
          .isEqualTo("records decode");
    }
  }

  @Test
  void aRecordTooShortForItsChecksumIsFound() {
    PackBytes.Sink sink = new PackBytes.Sink();
    PackWriter writer = new PackWriter(sink, 2);
    writer.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    writer.finish(ByteBuffer.allocate(0), 1, 1, NO_HASH);
    packs.put(PackBytes.withTrailer(sink.toBytes(), trailer -> trailer.put(5, (byte) 2)));

    assertThat(inspectWhole().failure().orElseThrow().name()).isEqualTo("records decode");
  }

  /** Their record is a group of lengths without a frame before it, as that of one is no bytes. */
  @Test
  void emptyItemsTakeNoFrame() throws Exception {
    byte[] empty = {};
    ByteBuffer group = ForGroup.bufferFor(2);
    ForGroup.encode(new int[] {0, 0}, 0, 2, group);
    group.flip();
    CRC32C crc = new CRC32C();
    crc.update(group.duplicate());
    ByteBuffer record =
        ByteBuffer.allocate(group.remaining() + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(group)
            .putInt((int) crc.getValue())
            .flip();
    for (int itemsPerRecord : new int[] {1, 2}) {
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      PackBytes.Sink sink = new PackBytes.Sink();
      PackWriter writer = new PackWriter(sink, 2);
      if (itemsPerRecord == 2) {
        writer.append(record);
        all.update(digest(List.of(empty, empty)));
      } else {
        writer.append(ByteBuffer.allocate(0));
        writer.append(ByteBuffer.allocate(0));
        all.update(digest(List.of(empty)));
        all.update(digest(List.of(empty)));
      }
      writer.finish(ByteBuffer.allocate(0), 2, itemsPerRecord, all.digest());
      packs.put(sink.toBytes());

      PackInspection found = inspectWhole();

      assertThat(found.failure()).isEmpty();
      assertThat(found.contentHash()).isEqualTo(ContentHash.MATCHES);
    }
  }

  @Test
  void lengthsThatDoNotAddUpAreFound() throws Exception {
    List<byte[]> items = items(4);
    Multi multi = new Multi(items, 4);
    for (int change : new int[] {-1, 1}) {
      byte[] record = multi.record(items, items.get(3).length + change);
      PackBytes.Sink sink = new PackBytes.Sink();
      PackWriter writer = new PackWriter(sink, 2);
      writer.append(ByteBuffer.wrap(record));
      writer.finish(ByteBuffer.allocate(0), 4, 4, NO_HASH);
      packs.put(sink.toBytes());

      assertThat(inspectWhole().failure().orElseThrow().name()).isEqualTo("records decode");
    }
  }

  @Test
  void moreItemsARecordThanAGroupHoldsAreRefusedWhenRead() throws Exception {
    byte[] sound = new Multi(items(6), 6).pack(NO_HASH);
    packs.put(
        PackBytes.withTrailer(sound, trailer -> trailer.putInt(16, 129).putInt(20, 1_000_000)));

    assertThat(inspect().isSound()).isTrue();
    assertThat(inspectWhole().failure().orElseThrow().expected()).contains("128");
  }

  @Test
  void appDataThatReachBeyondTheFirstReadAreCoveredByTheirChecksum() throws Exception {
    byte[] appData = new byte[PackContainer.TAIL_BYTES + 5000];
    new Random(7).nextBytes(appData);
    byte[] pack = withAppData(appData);
    packs.put(pack);

    PackInspection found = inspectWhole();

    assertThat(found.failure()).isEmpty();
    assertThat(found.appData().orElseThrow().bytes()).isEqualTo(appData.length);
    assertThat(found.appData().orElseThrow().headHex())
        .isEqualTo(HexFormat.of().formatHex(appData, 0, 64));
    int appDataAt = pack.length - PackTrailer.BYTES - appData.length;
    for (int at : List.of(0, 4999, 5000, 5001, PackContainer.TAIL_BYTES, appData.length - 1)) {
      byte[] damaged = pack.clone();
      damaged[appDataAt + at] ^= 1;
      packs.put(damaged);
      assertThat(inspect().failure().orElseThrow().name())
          .as("byte %s", at)
          .isEqualTo("app data checksum");
    }
  }

  @Test
  void aPackOfLedgersIsHeldToTheRulesOfLedgersToo() {
    packs.put(ofLedgers(GoldenPack.frame(new byte[] {1}), ByteBuffer.allocate(3)));
    assertThat(inspect().failure().orElseThrow().name()).isEqualTo("app data of a known form");

    packs.put(ofLedgers(new byte[0], LedgerAppData.encode(2)));
    assertThat(inspect().failure().orElseThrow().name()).isEqualTo("no record is empty");
  }

  private static byte[] ofLedgers(byte[] record, ByteBuffer appData) {
    PackBytes.Sink sink = new PackBytes.Sink();
    PackWriter writer = new PackWriter(sink, PackFormat.LEDGERS);
    writer.append(ByteBuffer.wrap(record));
    writer.finish(appData, 1, 1, NO_HASH);
    return sink.toBytes();
  }

  @Test
  void aDamagedIndexBeforeTheFirstReadIsFound() throws Exception {
    byte[] appData = new byte[PackContainer.TAIL_BYTES];
    byte[] damaged = withAppData(appData);
    damaged[damaged.length - PackTrailer.BYTES - appData.length - 5] ^= 1;
    packs.put(damaged);

    assertThat(inspect().failure().orElseThrow().name()).isEqualTo("index checksum");
  }

  @Test
  void aFileThatBecameShorterWhileItWasLookedAtIsDamage() throws Exception {
    VfsFile shrinking = mock(VfsFile.class);
    when(shrinking.sizeBytes()).thenReturn(1000L);
    when(shrinking.readAt(any(), anyLong())).thenReturn(999);
    try (DiskFile file = new DiskFile(new MemoryVfs(), shrinking, packs.path())) {
      PackCheckLog checks = new PackCheckLog("pack");

      assertThatExceptionOfType(CorruptArtifact.class)
          .isThrownBy(() -> PackContainer.read(file, DirectBuffers.aligned(0), checks, seen -> {}))
          .withMessageContaining("file keeps its size");
    }
  }

  private static byte[] withAppData(byte[] appData) {
    PackBytes.Sink sink = new PackBytes.Sink();
    PackWriter writer = new PackWriter(sink, 2);
    writer.append(ByteBuffer.wrap(GoldenPack.frame(new byte[] {1, 2, 3})));
    writer.finish(ByteBuffer.wrap(appData), 1, 1, NO_HASH);
    return sink.toBytes();
  }

  private static List<byte[]> items(int count) {
    List<byte[]> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(("item " + i + "-".repeat(i % 5)).getBytes(UTF_8));
    }
    return items;
  }

  private static byte[] digest(List<byte[]> items) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] item : items) {
      ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      digest.update(length.putInt(0, item.length));
      digest.update(item);
    }
    return digest.digest();
  }

  /** A pack of several items a record, written from the description of the format. */
  private record Multi(List<byte[]> items, int itemsPerRecord) {

    List<List<byte[]>> parts() {
      List<List<byte[]>> parts = new ArrayList<>();
      for (int from = 0; from < items.size(); from += itemsPerRecord) {
        parts.add(items.subList(from, Math.min(items.size(), from + itemsPerRecord)));
      }
      return parts;
    }

    List<byte[]> records() {
      return parts().stream().map(part -> record(part, part.get(part.size() - 1).length)).toList();
    }

    byte[] record(List<byte[]> part, int lengthOfLast) {
      ByteArrayOutputStream joined = new ByteArrayOutputStream();
      int[] lengths = new int[part.size()];
      for (int i = 0; i < lengths.length; i++) {
        joined.writeBytes(part.get(i));
        lengths[i] = part.get(i).length;
      }
      lengths[lengths.length - 1] = lengthOfLast;
      ByteBuffer group = ForGroup.bufferFor(lengths.length);
      ForGroup.encode(lengths, 0, lengths.length, group);
      group.flip();
      byte[] frame = GoldenPack.frame(joined.toByteArray());
      CRC32C crc = new CRC32C();
      crc.update(group.duplicate());
      return ByteBuffer.allocate(frame.length + group.remaining() + 4)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put(frame)
          .put(group)
          .putInt((int) crc.getValue())
          .array();
    }

    byte[] hash() throws Exception {
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      for (List<byte[]> part : parts()) {
        all.update(digest(part));
      }
      return all.digest();
    }

    byte[] pack(byte[] hash) {
      PackBytes.Sink sink = new PackBytes.Sink();
      PackWriter writer = new PackWriter(sink, 2);
      records().forEach(record -> writer.append(ByteBuffer.wrap(record)));
      writer.finish(ByteBuffer.wrap(new byte[] {1, 2}), items.size(), itemsPerRecord, hash);
      return sink.toBytes();
    }
  }
}
