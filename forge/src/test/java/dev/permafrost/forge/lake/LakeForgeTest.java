package dev.permafrost.forge.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.LedgerStreamFile;
import dev.permafrost.forge.LedgerTemplate;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.work.CancelSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lakes on disk: named, cut and compressed as SEP-54 and the lakes in the world have them. */
final class LakeForgeTest {

  private static final String NETWORK = "Forged Network ; a test's";
  private static final LedgerForge FORGE = LedgerForge.small(21);

  private final Path lake;

  LakeForgeTest(@TempDir Path directory) {
    lake = directory.resolve("lake");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 64000, 53312000, FCD285FF--53312000-53375999/FCD285FF--53312000.xdr.zst",
    "1, 64000, 997, FFFFFFFF--0-63999/FFFFFC1A--997.xdr.zst",
    "1, 1, 997, FFFFFC1A--997.xdr.zst",
    "8, 1, 997, FFFFFC1F--992-999.xdr.zst",
    "8, 10, 997, FFFFFC3F--960-1039/FFFFFC1F--992-999.xdr.zst",
    "64, 1000, 2, FFFFFFFF--0-63999/FFFFFFFF--0-63.xdr.zst",
    "1, 1, 4294967295, 00000000--4294967295.xdr.zst",
  })
  void anObjectIsNamedByItsFirstLedgerCountedDownSoThatTheNewestSortsFirst(
      int ledgersPerBatch, int batchesPerPartition, long sequence, String key) {
    assertThat(shape(ledgersPerBatch, batchesPerPartition).key(sequence)).isEqualTo(key);
    assertThat(new LakeShape(NETWORK, ledgersPerBatch, batchesPerPartition, "zstd").key(sequence))
        .isEqualTo(key + "d");
  }

  @ParameterizedTest
  @CsvSource({"1, 64000", "1, 1", "1, 3", "8, 1", "8, 2", "64, 1000"})
  void everyLedgerStandsInTheObjectThatItsKeyNames(int ledgersPerBatch, int batchesPerPartition)
      throws IOException {
    LakeShape shape = shape(ledgersPerBatch, batchesPerPartition);
    LakeReport report =
        LakeForge.into(lake, shape).withWorkers(3).forge(FORGE, new LedgerRange(2, 40));

    TreeMap<String, ByteArrayOutputStream> expected = new TreeMap<>();
    for (ForgedLedger ledger : FORGE.ledgers(report.written())) {
      expected
          .computeIfAbsent(
              shape.key(ledger.sequence()), key -> batchFront(shape.objectRange(ledger.sequence())))
          .writeBytes(ledger.toBytes());
    }
    Map<String, byte[]> objects = objects();
    assertThat(objects.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (key, object) ->
            assertThat(decompressed(Objects.requireNonNull(objects.get(key))))
                .as(key)
                .isEqualTo(object.toByteArray()));
    assertThat(report.objects()).isEqualTo(objects.size());
    assertThat(report.storedBytes())
        .isEqualTo(objects.values().stream().mapToLong(object -> object.length).sum());
  }

  @Test
  void framesHaveAChecksumAndAWindowOf8MibAndNoContentSizeAsInRealLakes() throws IOException {
    LakeForge.into(lake, shape(8, 2)).forge(FORGE, new LedgerRange(2, 100));
    for (byte[] object : objects().values()) {
      assertThat(object).startsWith(0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x68);
    }
  }

  @Test
  void wholeObjectsAreWrittenAndTheReportSaysWhenMoreWasWrittenThanAskedFor() {
    LakeReport rounded = LakeForge.into(lake, shape(8, 2)).forge(FORGE, new LedgerRange(5, 17));
    assertThat(rounded.asked()).isEqualTo(new LedgerRange(5, 17));
    assertThat(rounded.written()).isEqualTo(new LedgerRange(2, 23));
    assertThat(rounded.isRounded()).isTrue();
    assertThat(rounded.objects()).isEqualTo(3);

    LakeReport exact =
        LakeForge.into(lake.resolveSibling("exact"), shape(8, 2))
            .forge(FORGE, new LedgerRange(8, 15));
    assertThat(exact.isRounded()).isFalse();
  }

  @Test
  void theManifestSaysHowTheLakeIsCut() throws IOException {
    LakeForge.into(lake, shape(8, 2)).forge(FORGE, new LedgerRange(2, 7));
    JsonNode manifest = new ObjectMapper().readTree(lake.resolve(".config.json").toFile());
    assertThat(manifest.path("networkPassphrase").asText()).isEqualTo(NETWORK);
    assertThat(manifest.path("version").asText()).isEqualTo("1.0");
    assertThat(manifest.path("compression").asText()).isEqualTo("zstd");
    assertThat(manifest.path("ledgersPerBatch").asInt()).isEqualTo(8);
    assertThat(manifest.path("batchesPerPartition").asInt()).isEqualTo(2);
    assertThat(manifest.size()).isEqualTo(5);
  }

  @Test
  void theSameSeedGivesTheSameLakeWithAnyNumberOfWorkers() throws IOException {
    LakeForge.into(lake, shape(1, 10)).withWorkers(1).forge(FORGE, new LedgerRange(2, 60));
    Map<String, byte[]> one = objects();
    LakeForge.into(lake.resolve("inner"), shape(1, 10))
        .withWorkers(4)
        .forge(LedgerForge.small(21), new LedgerRange(2, 60));
    Map<String, byte[]> four = objectsUnder(lake.resolve("inner"));
    assertThat(four.keySet()).isEqualTo(one.keySet());
    four.forEach((key, object) -> assertThat(object).as(key).isEqualTo(one.get(key)));
  }

  @Test
  void aDirectoryThatIsNotEmptyOrNoDirectoryIsRefusedAndLeftAsItWas() throws IOException {
    Files.createDirectories(lake);
    LakeForge.into(lake, shape(1, 1)).forge(FORGE, new LedgerRange(2, 2));
    Map<String, byte[]> before = objects();
    assertThatExceptionOfType(DirectoryNotEmpty.class)
        .isThrownBy(() -> LakeForge.into(lake, shape(1, 1)).forge(FORGE, new LedgerRange(3, 9)))
        .matches(e -> e.path().equals(lake));
    assertThat(objects().keySet()).isEqualTo(before.keySet());

    Path file = Files.createFile(lake.resolveSibling("file"));
    assertThatExceptionOfType(DirectoryNotEmpty.class)
        .isThrownBy(() -> LakeForge.into(file, shape(1, 1)).forge(FORGE, new LedgerRange(3, 9)));
  }

  @Test
  void aPlaceWhereNoDirectoryCanBeMadeIsATypedFailure() throws IOException {
    Path file = Files.createFile(lake.resolveSibling("file"));
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(
            () ->
                LakeForge.into(file.resolve("below"), shape(1, 1))
                    .forge(FORGE, new LedgerRange(2, 9)));
  }

  @Test
  void anObjectThatCannotBeWrittenStopsTheForgeWithItsName() throws IOException {
    LakeShape shape = shape(1, 10);
    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(
            () ->
                LakeForge.into(lake, shape)
                    .withWorkers(2)
                    .withProgress(made -> blockFolderOnce(made, shape.key(70)))
                    .forge(FORGE, new LedgerRange(2, 2_000)))
        .withMessageContaining("--70-79");
  }

  private void blockFolderOnce(long made, String key) {
    if (made == 1) {
      try {
        Files.createFile(lake.resolve(key.substring(0, key.indexOf('/'))));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void cancellingStopsBetweenTwoLedgers() throws IOException {
    CancelSource cancel = new CancelSource();
    List<Long> made = new ArrayList<>();
    assertThatExceptionOfType(Cancelled.class)
        .isThrownBy(
            () ->
                LakeForge.into(lake, shape(1, 1))
                    .withCancel(cancel.token())
                    .withProgress(
                        ledgers -> {
                          made.add(ledgers);
                          if (ledgers == 7) {
                            cancel.cancel();
                          }
                        })
                    .forge(FORGE, new LedgerRange(2, 1_000)));
    assertThat(made).hasSize(7);
    assertThat(objects()).hasSizeLessThanOrEqualTo(7);
  }

  @Test
  void givenLedgersAreWrittenAsFarAsTheyFillWholeObjects() throws IOException {
    List<byte[]> ledgers =
        FORGE.ledgers(new LedgerRange(10, 29)).stream().map(ForgedLedger::toBytes).toList();
    LakeReport report = LakeForge.into(lake, shape(8, 2)).write(ledgers);
    assertThat(report.asked()).isEqualTo(new LedgerRange(10, 29));
    assertThat(report.written()).isEqualTo(new LedgerRange(16, 23));
    assertThat(report.isRounded()).isTrue();
    assertThat(objects().keySet()).containsExactly("FFFFFFEF--16-31/FFFFFFEF--16-23.xdr.zst");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LakeForge.into(lake.resolve("none"), shape(8, 2)).write(ledgers.subList(0, 10)))
        .withMessageContaining("fill no object");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LakeForge.into(lake.resolve("gap"), shape(1, 2))
                    .write(List.of(ledgers.get(0), ledgers.get(2))))
        .withMessageContaining("ledger 12 stands where 11 should");
  }

  @Test
  void realLedgersOfAStreamBecomeALakeWhoseObjectsBeginWithThem() throws IOException {
    Path stream =
        Path.of(System.getProperty("permafrost.ledgers", "absent"), "core-v25-10048-10077.xdr.zst");
    assumeTrue(Files.exists(stream), () -> "the real ledgers are not there: no " + stream);
    List<byte[]> ledgers = LedgerStreamFile.readAll(stream);
    assertThat(ledgers).hasSize(30);
    LakeShape shape = shape(8, 10);
    LakeReport report = LakeForge.into(lake, shape).withWorkers(2).write(ledgers);
    assertThat(report.written()).isEqualTo(new LedgerRange(10_048, 10_071));
    assertThat(report.objects()).isEqualTo(3);
    assertThat(LedgerTemplate.read(lake.resolve(shape.key(10_056)), 0)).isEqualTo(ledgers.get(8));
  }

  @Test
  void whatIsNoShapeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> shape(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> shape(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> shape(1_000_001, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LakeShape(NETWORK, 1, 1, "gz"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LakeForge.into(lake, shape(1, 1)).withWorkers(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LakeForge.into(lake, shape(1, 1)).forge(FORGE, new LedgerRange(1, 9)));
    assertThat(lake).doesNotExist();
  }

  private static LakeShape shape(int ledgersPerBatch, int batchesPerPartition) {
    return new LakeShape(NETWORK, ledgersPerBatch, batchesPerPartition, "zst");
  }

  private static ByteArrayOutputStream batchFront(LedgerRange range) {
    ByteBuffer front = ByteBuffer.allocate(12);
    front.putInt((int) range.first()).putInt((int) range.last()).putInt((int) range.length());
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    object.writeBytes(front.array());
    return object;
  }

  private static byte[] decompressed(byte[] object) {
    try (InputStream in =
        new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(object)).setContinuous(false)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, byte[]> objects() throws IOException {
    return objectsUnder(lake);
  }

  private static Map<String, byte[]> objectsUnder(Path root) throws IOException {
    Map<String, byte[]> objects = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String key = root.relativize(file).toString();
        if (!key.equals(".config.json")) {
          objects.put(key, Files.readAllBytes(file));
        }
      }
    }
    return objects;
  }
}
