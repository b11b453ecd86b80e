package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.CorruptArtifact.Damage;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenPacksTest {

  static final List<String> GOOD = GoldenPack.NAMES;

  private final MemoryPacks packs = new MemoryPacks();

  @ParameterizedTest
  @FieldSource("GOOD")
  void theSameItemsGiveTheBytesOfTheReference(String name) {
    GoldenPack golden = GoldenPack.load(name);

    assertThat(PackBytes.of(golden.range(), golden.frames())).isEqualTo(golden.pack());
  }

  @ParameterizedTest
  @FieldSource("GOOD")
  void whatTheReferenceWroteReadsBackToItsSumsByPointAndByScan(String name) throws Exception {
    GoldenPack golden = GoldenPack.load(name);

    assertReadsBack(golden.pack(), golden, PackForm.CURRENT);
  }

  @ParameterizedTest
  @CsvSource({
    "older/tiny-3.4-bytes.pack,SEQUENCE_ONLY",
    "older/tiny-3.4-bytes-crc.pack,SEQUENCE_ONLY",
    "older/groups-300.4-bytes.pack,SEQUENCE_ONLY",
    "older/single.4-bytes.pack,SEQUENCE_ONLY",
    "older/uniform-256.4-bytes.pack,SEQUENCE_ONLY",
    "newer/tiny-3.42-bytes.pack,WITH_DIGEST",
  })
  void packsOfOlderAndNewerFormsAreReadAndSayWhichTheyAre(String file, PackForm form)
      throws Exception {
    String name = file.substring(file.indexOf('/') + 1, file.indexOf('.'));

    assertReadsBack(GoldenPack.resource(file), GoldenPack.load(name), form);
    PackInspection inspection = packs.inspector().inspect(packs.path()).orElseThrow();
    assertThat(inspection.isSound()).isTrue();
    assertThat(inspection.appData().orElseThrow().form()).contains(form);
  }

  @Test
  void aPackWhoseRecordsMayBeginWithTablesIsRefusedByThatName() {
    packs.put(GoldenPack.resource("newer/tiny-3.42-bytes-tables.pack"));

    assertThatExceptionOfType(CorruptArtifact.class)
        .isThrownBy(() -> packs.open(GoldenPack.load("tiny-3").range()))
        .satisfies(failure -> assertThat(failure.damage()).isEqualTo(Damage.OTHER))
        .satisfies(failure -> assertThat(failure.check()).isEqualTo("records without tables"))
        .withMessageContaining("may begin with a table in a skippable frame");
    packs.assertNothingIsOut();
  }

  @ParameterizedTest
  @CsvSource({
    "record-checksum-flag.pack,records without checksums of their own,flag bit 1 clear",
    "unknown-flag.pack,flags,only bits 0 and 1",
    "app-data-crc.pack,app data checksum,",
    "app-data-byte.pack,app data checksum,",
    "app-data-crc-zero.pack,app data checksum,",
    "appdata-6-bytes.pack,app data of a known form,'4, 5 or 42 bytes'",
    "appdata-none.pack,app data of a known form,'4, 5 or 42 bytes'",
    "appdata-version-2.pack,app data version,1",
  })
  void whatIsRefusedIsRefusedByName(String file, String check, @Nullable String expected) {
    packs.put(GoldenPack.resource("damaged/" + file));

    assertThatExceptionOfType(CorruptArtifact.class)
        .isThrownBy(() -> packs.open(GoldenPack.load("tiny-3").range()))
        .satisfies(failure -> assertThat(failure.check()).isEqualTo(check))
        .satisfies(
            failure ->
                assertThat(failure.expected())
                    .isEqualTo(expected == null ? failure.expected() : expected));
  }

  @Test
  void appDataOfANewerVersionAreToldAsSuch() {
    packs.put(GoldenPack.resource("damaged/appdata-version-2.pack"));

    assertThatExceptionOfType(CorruptArtifact.class)
        .isThrownBy(() -> packs.open(GoldenPack.load("tiny-3").range()))
        .satisfies(
            failure -> assertThat(failure.found()).isEqualTo("2, written by a newer version"));
  }

  private void assertReadsBack(byte[] bytes, GoldenPack golden, PackForm form) throws Exception {
    packs.put(bytes);

    List<GoldenPack.Sum> points = new ArrayList<>();
    List<GoldenPack.Sum> scanned = new ArrayList<>();
    try (LedgerPack pack = packs.packs().open(MemoryPacks.CHUNK, golden.range());
        FrameCursor cursor = pack.scan(golden.range())) {
      assertThat(pack.form()).isEqualTo(form);
      for (long sequence = golden.range().first(); cursor.next(); sequence++) {
        points.add(sum(sequence, pack.withFrame(sequence, GoldenPacksTest::decode)));
        scanned.add(sum(cursor.sequence(), decode(cursor.borrowedFrame())));
      }
    }
    assertThat(points).isEqualTo(GoldenPack.sums(golden.name()));
    assertThat(scanned).isEqualTo(GoldenPack.sums(golden.name()));
  }

  @Test
  void aClosedCursorSaysThatItIsClosed() {
    GoldenPack golden = GoldenPack.load("tiny-3");
    packs.put(golden.pack());
    try (LedgerPack pack = packs.packs().open(MemoryPacks.CHUNK, golden.range())) {
      FrameCursor closed;
      try (FrameCursor cursor = pack.scan(golden.range())) {
        assertThat(cursor.next()).isTrue();
        closed = cursor;
      }
      assertThatIllegalStateException()
          .isThrownBy(closed::borrowedFrame)
          .withMessageContaining("closed");
    }
  }

  /** A line of the list of damaged packs. */
  record Damaged(String file, String phase, String damage, String sequence) {}

  static Stream<Damaged> damaged() {
    return GoldenPack.text("damaged/EXPECTED.tsv")
        .lines()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(part -> new Damaged(part[0], part[1], part[2], part[3]));
  }

  @ParameterizedTest
  @MethodSource("damaged")
  void aDamagedPackIsRefusedWhenAndAsTheListSays(Damaged damaged) {
    LedgerRange range = GoldenPack.load("tiny-3").range();
    packs.put(GoldenPack.resource("damaged/" + damaged.file()));

    if (damaged.phase().equals("open")) {
      Damage expected = Damage.valueOf(damaged.damage().toUpperCase(Locale.ROOT));
      assertThatExceptionOfType(CorruptArtifact.class)
          .isThrownBy(() -> packs.open(range))
          .satisfies(failure -> assertThat(failure.damage()).isEqualTo(expected))
          .satisfies(failure -> assertThat(failure.path()).isEqualTo(packs.path().toString()));
    } else {
      assertOnlyFrameFails(range, Long.parseLong(damaged.sequence()));
    }
    packs.assertNothingIsOut();
  }

  private void assertOnlyFrameFails(LedgerRange range, long damagedSequence) {
    List<Long> failed = new ArrayList<>();
    try (LedgerPack pack = packs.packs().open(MemoryPacks.CHUNK, range)) {
      for (long sequence = range.first(); sequence <= range.last(); sequence++) {
        try {
          pack.withFrame(sequence, GoldenPacksTest::decode);
        } catch (ZstdException e) {
          failed.add(sequence);
        }
      }
    }
    assertThat(failed).containsExactly(damagedSequence);
  }

  static byte[] decode(ByteBuffer borrowedFrame) {
    byte[] frame = new byte[borrowedFrame.remaining()];
    borrowedFrame.get(frame);
    return Zstd.decompress(frame, (int) Zstd.getFrameContentSize(frame));
  }

  private static GoldenPack.Sum sum(long sequence, byte[] item) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(item);
    return new GoldenPack.Sum(sequence, HexFormat.of().formatHex(digest), item.length);
  }
}
