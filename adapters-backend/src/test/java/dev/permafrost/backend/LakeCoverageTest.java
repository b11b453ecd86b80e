package dev.permafrost.backend;

import static dev.permafrost.backend.LakeLab.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Range;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.Fault;
import dev.permafrost.forge.serve.LakeRequest;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.LakeUndescribed;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.ledger.RealLedgers;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The extent of a lake, on every kind of server. */
class LakeCoverageTest {

  private static final LedgerForge FORGE = LedgerForge.small(21);

  @TempDir Path directory;
  private LakeLab lab = new LakeLab(Path.of("unused"));

  @BeforeEach
  void open() {
    lab = new LakeLab(directory);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({
    "OBJECTS,1,64000", "OBJECTS,1,1", "OBJECTS,8,7", "OBJECTS,64,2",
    "HTML,1,64000", "OFF,1,1", "OFF,8,7", "HTML,64,2"
  })
  void theSurveyTellsHowALakeIsCutAndHowFarItReaches(Listing listing, int batch, int partition) {
    LakeShape shape = LakeLab.shape(batch, partition);
    Path files = write("lake", shape, 128, 320);
    LakeServer server = lab.serve(files, listing);
    LakeSurvey survey = lab.open(server.uri()).survey(MINUTE, CancelToken.NEVER);
    assertThat(survey.network()).isEqualTo(LakeLab.NETWORK);
    assertThat(survey.hasManifest()).isTrue();
    assertThat(survey.ledgersPerBatch()).isEqualTo(batch);
    assertThat(survey.batchesPerPartition()).isEqualTo(partition);
    assertThat(survey.extension()).hasValue(".xdr.zst");
    assertThat(survey.canList()).isEqualTo(listing == Listing.OBJECTS);
    assertThat(survey.first()).hasValue(128);
    assertThat(survey.tip()).hasValue(320 / batch * batch + batch - 1);
    assertThat(survey.location()).isEqualTo(server.uri().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/", "a/b/", "a/b", "a/b-1/", "with%20space/"})
  void aPrefixOfAnyShapeIsTheLakeAndNoSiblingIs(String prefix) throws IOException {
    LakeShape shape = LakeLab.shape(1, 10);
    String path = URI.create(prefix).getPath();
    long last = 40L + path.length();
    Path served = directory.resolve("served");
    Path place = served.resolve(path);
    Files.createDirectories(place.getParent());
    write("made", shape, 2, last);
    copyTree(directory.resolve("made"), place);
    for (String sibling : List.of("a/b-2", "a/b/c", "a/0", "b")) {
      write(sibling.replace('/', '_'), shape, 2, 99);
      copyTree(directory.resolve(sibling.replace('/', '_')), served.resolve(sibling));
    }
    for (Listing listing : Listing.values()) {
      DataLake lake = lab.open(lab.serve(served, listing).uri(prefix));
      assertThat(lake.tip(MINUTE, CancelToken.NEVER)).as("%s", listing).hasValue(last);
      assertThat(lake.covers(last, MINUTE, CancelToken.NEVER)).isTrue();
      assertThat(lake.covers(last + 1, MINUTE, CancelToken.NEVER)).isFalse();
      assertThat(LakeLab.read(lake, 2, last)).hasSize((int) last - 1);
      assertThat(lake.survey(MINUTE, CancelToken.NEVER).canList())
          .isEqualTo(listing == Listing.OBJECTS);
    }
  }

  @Test
  void aListingThatDoesNotKeepToThePrefixIsNotTrusted() {
    LakeShape shape = LakeLab.shape(1, 10);
    write("served/a", shape, 2, 40);
    LakeServer server = lab.serve(directory.resolve("served"), Listing.OFF);
    server
        .faults()
        .always(
            request -> asksToList(request) && request.key().isEmpty(),
            listing("b/" + shape.key(99)));
    DataLake lake = lab.open(server.uri("a/"));
    LakeSurvey survey = lake.survey(MINUTE, CancelToken.NEVER);
    assertThat(survey.canList()).isFalse();
    assertThat(survey.tip()).hasValue(40);
  }

  @Test
  void aListingThatIsNotInOrderIsNotTrusted() {
    LakeShape shape = LakeLab.shape(1, 10);
    Path files = write("lake", shape, 2, 40);
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().always(LakeCoverageTest::asksToList, listing(shape.key(7), shape.key(40)));
    assertThat(lab.open(server.uri()).tip(MINUTE, CancelToken.NEVER)).hasValue(40);
  }

  @Test
  void aBucketNamedByThePathIsListedBelowThatPath() {
    LakeShape shape = LakeLab.shape(1, 10);
    write("served/bucket/lake", shape, 2, 40);
    LakeServer server = lab.serve(directory.resolve("served"), Listing.OFF);
    server
        .faults()
        .always(request -> asksToList(request) && request.key().isEmpty(), listing())
        .always(
            request -> asksToList(request) && request.key().equals("bucket/"),
            listing("lake/" + LakeLab.MANIFEST, "lake/" + shape.key(40), "lake/" + shape.key(39)));
    DataLake lake = lab.open(server.uri("bucket/lake/"));
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(40);
    assertThat(server.requests().count("HEAD")).isZero();
    assertThat(server.requests().all().get(2).query()).contains("prefix=lake%2F");
    server.requests().clear();
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(40);
    assertThat(server.requests().count()).as("where to ask is remembered").isEqualTo(1);
  }

  @Test
  void aListingThatSaysThatMoreFollowsAndNamesNothingIsNotTrusted() {
    LakeShape shape = LakeLab.shape(1, 10);
    Path files = write("lake", shape, 2, 40);
    LakeServer server = lab.serve(files, Listing.OFF);
    String end = "<IsTruncated>true</IsTruncated></ListBucketResult>";
    server
        .faults()
        .always(
            request -> asksToList(request) && request.query().contains("start-after"),
            Fault.body(("<ListBucketResult>" + end).getBytes(StandardCharsets.UTF_8)))
        .always(
            LakeCoverageTest::asksToList,
            Fault.body(
                ("<ListBucketResult><Contents><Key>a</Key></Contents>" + end)
                    .getBytes(StandardCharsets.UTF_8)));
    DataLake lake = lab.open(server.uri());
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(40);
    assertThat(lake.missing(new LedgerRange(30, 50), MINUTE, CancelToken.NEVER).asRanges())
        .hasToString("[[41..51)]");
  }

  private static boolean asksToList(LakeRequest request) {
    return request.query().startsWith("list-type=2");
  }

  private static Fault listing(String... keys) {
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    for (String key : keys) {
      xml.append("<Contents><Key>").append(key).append("</Key></Contents>");
    }
    return Fault.body(
        xml.append("</ListBucketResult>").toString().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aListingOfSeveralPagesIsReadAsFarAsItIsNeeded() {
    Path files = write("lake", LakeLab.shape(1, 10), 2, 60);
    for (char c = 'a'; c < 'z'; c++) {
      LakeLab.writeFile(files.resolve(".stray-" + c), new byte[1]);
    }
    LakeServer server = lab.serve(LakeServer.of(files).listing(Listing.OBJECTS).pageKeys(4));
    DataLake lake = lab.open(server.uri());
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(60);
    assertThat(lake.missing(new LedgerRange(2, 60), MINUTE, CancelToken.NEVER).asRanges())
        .isEmpty();
    assertThat(server.requests().count("HEAD")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Listing.class)
  void aHoleIsNeverTakenForTheTip(Listing listing) throws IOException {
    LakeShape shape = LakeLab.shape(1, 64_000);
    Path files = write("lake", shape, 2, 200);
    for (long sequence = 50; sequence < 60; sequence++) {
      Files.delete(files.resolve(shape.key(sequence)));
    }
    DataLake lake = lab.open(lab.serve(files, listing).uri());
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(200);
    assertThat(lake.covers(55, MINUTE, CancelToken.NEVER)).isFalse();
    assertThat(lake.missing(new LedgerRange(40, 220), MINUTE, CancelToken.NEVER).asRanges())
        .containsExactly(Range.closedOpen(50L, 60L), Range.closedOpen(201L, 221L));
    assertThatThrownBy(() -> LakeLab.read(lake, 45, 70))
        .isInstanceOfSatisfying(LakeGap.class, gap -> assertThat(gap.firstMissing()).isEqualTo(50))
        .hasMessageContainingAll(shape.key(50), "goes on to ledger 200");
  }

  @Test
  void aHoleRightBehindAnObjectThatIsKnownIsNoTipEither() throws IOException {
    LakeShape shape = LakeLab.shape(1, 64_000);
    Path files = write("lake", shape, 2, 100);
    Files.delete(files.resolve(shape.key(64)));
    DataLake lake = lab.open(lab.serve(files, Listing.OFF).uri());
    assertThat(lake.covers(63, MINUTE, CancelToken.NEVER)).isTrue();
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(100);
  }

  @ParameterizedTest
  @EnumSource(Listing.class)
  void aLakeThatBeginsAtLedgerThreeSaysSoWhenLedgerTwoIsWanted(Listing listing) {
    LakeShape shape = LakeLab.shape(1, 64_000);
    Path files = write("lake", shape, 3, 40);
    DataLake lake = lab.open(lab.serve(files, listing).uri());
    assertThat(lake.survey(MINUTE, CancelToken.NEVER).first()).hasValue(3);
    assertThatThrownBy(() -> LakeLab.read(lake, 2, 40))
        .isInstanceOfSatisfying(LakeGap.class, gap -> assertThat(gap.firstMissing()).isEqualTo(2))
        .hasMessageContainingAll(shape.key(2), "begins at ledger 3", "another lake");
  }

  @Test
  void anObjectNamedFromZeroThatBeginsAtLedgerThreeSaysSoToo() {
    LakeShape shape = LakeLab.shape(8, 10);
    Path files = write("lake", shape, 2, 15);
    List<byte[]> ledgers = LakeLab.raw(FORGE.ledgers(new LedgerRange(3, 7)));
    LakeLab.writeFile(files.resolve(shape.key(3)), LakeLab.frame(LakeLab.batch(3, 7, 5, ledgers)));
    DataLake lake = lab.open(lab.serve(files, Listing.OFF).uri());
    assertThat(lake.survey(MINUTE, CancelToken.NEVER).first()).hasValue(3);
    assertThat(LakeLab.read(lake, 3, 15)).hasSize(13);
    assertThatThrownBy(() -> LakeLab.read(lake, 2, 15))
        .isInstanceOf(LakeGap.class)
        .hasMessageContainingAll(shape.key(3), "its first ledger, and so the lake's, is 3");
  }

  @Test
  void aNewestObjectThatIsShorterThanItsKeySaysIsDamage() {
    LakeShape shape = LakeLab.shape(8, 10);
    Path files = write("lake", shape, 2, 15);
    List<byte[]> ledgers = LakeLab.raw(FORGE.ledgers(new LedgerRange(16, 20)));
    LakeLab.writeFile(
        files.resolve(shape.key(16)), LakeLab.frame(LakeLab.batch(16, 20, 5, ledgers)));
    DataLake lake = lab.open(lab.serve(files, Listing.OBJECTS).uri());
    assertThat(LakeLab.read(lake, 2, 15)).hasSize(14);
    assertThatThrownBy(() -> LakeLab.read(lake, 2, 20))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContainingAll("holds ledgers 16 to 20", "its key says 16-23");
  }

  @ParameterizedTest
  @EnumSource(Listing.class)
  void anEmptyLakeHasNoTip(Listing listing) {
    Path files = lab.write("lake", LakeLab.shape(1, 64_000), List.of());
    DataLake lake = lab.open(lab.serve(files, listing).uri());
    LakeSurvey survey = lake.survey(MINUTE, CancelToken.NEVER);
    assertThat(survey.tip()).isEmpty();
    assertThat(survey.first()).isEmpty();
    assertThat(survey.extension()).isEmpty();
    assertThat(lake.covers(2, MINUTE, CancelToken.NEVER)).isFalse();
  }

  @Test
  void ledgersThatNoLakeHasAreNotAskedFor() {
    Path files = write("lake", LakeLab.shape(8, 10), 2, 15);
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri());
    assertThat(lake.covers(0, MINUTE, CancelToken.NEVER)).isFalse();
    assertThat(lake.covers(1, MINUTE, CancelToken.NEVER)).isFalse();
    assertThat(server.requests().count("HEAD")).isZero();
  }

  @Test
  void forbiddenMeansAbsentWhereSomethingElseCouldBeRead() {
    LakeShape shape = LakeLab.shape(1, 64_000);
    Path files = write("lake", shape, 2, 40);
    LakeServer server = lab.serve(LakeServer.of(files).missingStatus(403));
    DataLake lake = lab.open(server.uri());
    assertThat(lake.covers(40, MINUTE, CancelToken.NEVER)).isTrue();
    assertThat(lake.covers(41, MINUTE, CancelToken.NEVER)).isFalse();
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(40);
  }

  @Test
  void withoutAManifestOnAStoreThatHidesWhatIsMissingTheConfigurationIsUsed() throws IOException {
    Path files = write("lake", LakeLab.shape(1, 64_000), 2, 40);
    Files.delete(files.resolve(LakeLab.MANIFEST));
    LakeServer server = lab.serve(LakeServer.of(files).missingStatus(403));
    DataLake lake = lab.open(server.uri(), LakeCoverageTest::describe);
    assertThat(lake.covers(40, MINUTE, CancelToken.NEVER)).isTrue();
    assertThat(lake.covers(41, MINUTE, CancelToken.NEVER)).isFalse();

    DataLake undescribed = lab.open(server.uri());
    assertThatThrownBy(() -> undescribed.network(CancelToken.NEVER))
        .isInstanceOf(LakeForbidden.class);
  }

  @Test
  void aLakeWithoutManifestNeedsAllThreeFromTheConfiguration() throws IOException {
    Path files = write("lake", new LakeShape(LakeLab.NETWORK, 1, 64_000, "zstd"), 2, 40);
    Files.delete(files.resolve(LakeLab.MANIFEST));
    LakeServer server = lab.serve(files, Listing.OFF);
    assertUndescribed(lab.open(server.uri()), "ledgers per batch, batches per partition, the n");
    assertUndescribed(
        lab.open(server.uri(), options -> options.ledgersPerBatch(1).batchesPerPartition(1)),
        "does not give the network");
    assertUndescribed(
        lab.open(server.uri(), options -> options.network("n").batchesPerPartition(1)),
        "does not give ledgers per batch");

    DataLake lake = lab.open(server.uri(), LakeCoverageTest::describe);
    assertThat(lake.network(CancelToken.NEVER)).isEqualTo("configured");
    assertThat(LakeLab.read(lake, 2, 40)).as("of the older extension").hasSize(39);
    LakeSurvey survey = lake.survey(MINUTE, CancelToken.NEVER);
    assertThat(survey.hasManifest()).isFalse();
    assertThat(survey.extension()).hasValue(".xdr.zstd");
    assertThat(survey.tip()).hasValue(40);
  }

  @Test
  void anOldLakeWithAManifestIsFoundUnderItsOlderExtension() {
    Path files = write("lake", new LakeShape(LakeLab.NETWORK, 8, 10, "zstd"), 2, 40);
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri());
    assertThat(lake.covers(40, MINUTE, CancelToken.NEVER)).isTrue();
    assertThat(server.requests().count("HEAD")).as("one for each extension").isEqualTo(2);
    assertThat(lake.covers(48, MINUTE, CancelToken.NEVER)).isFalse();
    assertThat(server.requests().count("HEAD")).as("one from then on").isEqualTo(3);
    assertThat(LakeLab.read(lake, 2, 47)).hasSize(46);
  }

  @Test
  void theManifestIsReadOnceAndItsNetworkComparedWithTheConfiguredOne() {
    Path files = write("lake", LakeLab.shape(1, 64_000), 2, 40);
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri(), options -> options.network(LakeLab.NETWORK));
    lake.network(CancelToken.NEVER);
    lake.covers(4, MINUTE, CancelToken.NEVER);
    LakeLab.read(lake, 2, 40);
    assertThat(server.requests().count("GET", LakeLab.MANIFEST)).isEqualTo(1);

    DataLake wrong = lab.open(server.uri(), options -> options.network("another"));
    assertThatThrownBy(() -> wrong.covers(4, MINUTE, CancelToken.NEVER))
        .isInstanceOf(WrongNetwork.class)
        .hasMessageContainingAll(LakeLab.NETWORK, "another");
  }

  @Test
  void aFailureToReadTheManifestIsNotRemembered() {
    Path files = write("lake", LakeLab.shape(1, 64_000), 2, 40);
    LakeServer server = lab.serve(files, Listing.OFF);
    server.faults().onGet(LakeLab.MANIFEST, Fault.status(400));
    DataLake lake = lab.open(server.uri());
    assertThatThrownBy(() -> lake.network(CancelToken.NEVER)).isInstanceOf(LakeForbidden.class);
    assertThat(lake.network(CancelToken.NEVER)).isEqualTo(LakeLab.NETWORK);
  }

  @Test
  void aManifestThatDoesNotFitTheObjectsIsDamageWhereTheyAreListed() {
    Path files = write("lake", LakeLab.shape(1, 64_000), 2, 40);
    LakeLab.writeFile(
        files.resolve(LakeLab.MANIFEST),
        LakeLab.manifest(LakeLab.shape(8, 10)).getBytes(StandardCharsets.UTF_8));
    DataLake lake = lab.open(lab.serve(files, Listing.OBJECTS).uri());
    assertThatThrownBy(() -> lake.tip(MINUTE, CancelToken.NEVER))
        .isInstanceOf(LakeDamage.class)
        .hasMessageContaining("does not fit 8 ledgers an object and 10 objects a partition");
  }

  @Test
  void theTipIsFoundInANumberOfRequestsThatGrowsWithTheLogarithm() {
    Path files = write("lake", LakeLab.shape(1, 64_000), 2, 2000);
    LakeServer server = lab.serve(files, Listing.OFF);
    DataLake lake = lab.open(server.uri());
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(2000);
    assertThat(server.requests().count()).isLessThan(80);
    server.requests().clear();
    assertThat(lake.survey(MINUTE, CancelToken.NEVER).first()).hasValue(2);
    assertThat(server.requests().count()).isLessThan(80);
  }

  @Test
  void aLakeFarUpIsFoundNearTheLedgerThatWasAskedFor() {
    Path files = write("lake", LakeLab.shape(1, 64_000), 5000, 5020);
    DataLake lake = lab.open(lab.serve(files, Listing.OFF).uri());
    assertThat(lake.covers(5030, MINUTE, CancelToken.NEVER)).isFalse();
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(5020);
  }

  @Test
  void theRealLakesAreReadAsTheyAre() {
    Path pubnet = RealLedgers.file("pubnet");
    DataLake lake = lab.open(lab.serve(pubnet, Listing.OBJECTS).uri());
    assertThat(lake.network(CancelToken.NEVER))
        .isEqualTo("Public Global Stellar Network ; September 2015");
    assertThat(lake.tip(MINUTE, CancelToken.NEVER)).hasValue(RealLedgers.PUBNET_SEQUENCE);
    assertThat(LakeLab.read(lake, RealLedgers.PUBNET_SEQUENCE, RealLedgers.PUBNET_SEQUENCE))
        .containsExactly(RealLedgers.pubnet());

    DataLake testnet = lab.open(RealLedgers.file("testnet").toUri());
    LakeSurvey survey = testnet.survey(MINUTE, CancelToken.NEVER);
    assertThat(survey.first()).hasValue(997);
    assertThat(survey.tip()).hasValue(999);
    assertThat(LakeLab.read(testnet, 997, 999)).containsExactlyElementsOf(RealLedgers.testnet());
  }

  private static void describe(LakeOptions.Builder options) {
    options.ledgersPerBatch(1).batchesPerPartition(64_000).network("configured");
  }

  private static void assertUndescribed(DataLake lake, String part) {
    assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
        .isInstanceOf(LakeUndescribed.class)
        .hasMessageContainingAll(LakeLab.MANIFEST, part);
  }

  private Path write(String name, LakeShape shape, long first, long last) {
    LedgerRange whole = shape.wholeObjects(new LedgerRange(first, last));
    return lab.write(name, shape, LakeLab.raw(FORGE.ledgers(whole)));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        LakeLab.writeFile(to.resolve(from.relativize(file).toString()), Files.readAllBytes(file));
      }
    }
  }
}
