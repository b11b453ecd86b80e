package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.Fault;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.work.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lakes that do not give what they should: always a typed failure with its facts, nothing frozen,
 * nothing lost.
 */
final class BadLakeTest {

  private static final LakeShape SHAPE = LakeShape.usual("Bad Lake Network");
  private static final LedgerRange LEDGERS = new LedgerRange(2, 120);

  @TempDir Path temporary;
  private final ManualTime time = new ManualTime();
  private Path lake;
  private LakeServer server;

  @BeforeEach
  @SuppressWarnings("MustBeClosedChecker") // closed after each test
  void serveALake() throws IOException {
    lake = temporary.resolve("lake");
    LakeForge.into(lake, SHAPE).forge(LedgerForge.small(7), LEDGERS);
    server = LakeServer.of(lake).start();
  }

  @AfterEach
  void stopServing() {
    server.close();
  }

  @Test
  void aGoodLakeIsIngested() {
    expect(ingest(), 0, "");
    assertThat(highest()).isEqualTo(100);
  }

  @Test
  void aLakeOfAnotherNetworkIsRefusedBeforeAnythingIsWritten() throws IOException {
    expect(ingest(), 0, "");
    Path other = temporary.resolve("other");
    LakeForge.into(other, LakeShape.usual("Another Network")).forge(LedgerForge.small(7), LEDGERS);
    try (LakeServer others = LakeServer.of(other).start()) {
      Ran ran = run("ingest --chunk 0 --until 110", others.uri().toString());
      expect(ran, 4, "PF-WRONG-NETWORK");
      assertThat(ran.err()).contains("Another Network").contains("Bad Lake Network");
    }
    assertThat(highest()).isEqualTo(100);
  }

  @Test
  void aLakeWithoutManifestIsReadAsTheOptionsSayAndNotWithoutThem() throws IOException {
    Files.delete(lake.resolve(LakeShape.MANIFEST_KEY));

    expect(ingest(), 2, "no manifest");
    expect(
        run("ingest --chunk 0 --until 100 --per-batch 1", server.uri().toString()),
        2,
        "does not give batches per partition, the network");
    expect(
        run(
            "ingest --chunk 0 --until 100 --per-batch 1 --per-partition 64000 --network Said",
            server.uri().toString()),
        0,
        "");
    assertThat(highest()).isEqualTo(100);
  }

  @Test
  void aLakeThatIsNotOfTheNetworkThatWasNamedIsRefused() {
    Ran ran = run("ingest --chunk 0 --until 100 --network Elsewhere", server.uri().toString());

    expect(ran, 4, "PF-WRONG-NETWORK");
    assertThat(data().resolve("hot/00000000")).doesNotExist();
  }

  @Test
  void aGapIsNamedAndNotWaitedFor() throws IOException {
    Files.delete(lake.resolve(SHAPE.key(50)));

    Ran ran = ingest();

    expect(ran, 4, "PF-LAKE-GAP");
    assertThat(ran.err()).contains(SHAPE.key(50)).contains("ledger 50");
    assertThat(highest()).isLessThan(50);
  }

  @Test
  void aLakeThatStartsTooLateSaysWhatIsMissing() throws IOException {
    Files.delete(lake.resolve(SHAPE.key(2)));

    Ran ran = ingest();

    expect(ran, 4, "PF-LAKE-GAP");
    assertThat(ran.err()).contains("ledger 2");
  }

  @Test
  void aLakeThatDoesNotReachSoFarIsWaitedForAndThenGivenUp() {
    Ran ran = run("ingest --chunk 0 --until 130 --coverage-timeout 1m", server.uri().toString());

    expect(ran, 3, "");
    assertThat(ran.err())
        .contains("waiting for coverage: have 120, need 130")
        .contains("its tip is 120");
  }

  @Test
  void aDamagedObjectIsDamage() throws IOException {
    DiskTree.on(lake).invert(SHAPE.key(50), 200);

    Ran ran = ingest();

    expect(ran, 1, "damaged lake object");
    assertThat(ran.err()).contains(SHAPE.key(50));
    assertThat(highest()).isLessThan(50);
  }

  @Test
  void aTruncatedObjectIsDamage() throws IOException {
    Path object = lake.resolve(SHAPE.key(50));
    byte[] whole = Files.readAllBytes(object);
    Files.write(object, Arrays.copyOf(whole, whole.length - 10));

    expect(ingest(), 1, "damaged lake object");
  }

  @Test
  void aMislabelledObjectIsDamage() throws IOException {
    Files.copy(
        lake.resolve(SHAPE.key(51)),
        lake.resolve(SHAPE.key(50)),
        StandardCopyOption.REPLACE_EXISTING);

    expect(ingest(), 1, SHAPE.key(50));
  }

  @Test
  void anObjectThatGrowsBeyondAllBoundsIsDamage() {
    server.faults().always(SHAPE.key(50), new Fault.Endless((byte) 0));

    Ran ran = ingest();

    assertThat(ran.code()).as("%s", ran).isEqualTo(1);
    assertThat(ran.err()).contains(SHAPE.key(50));
  }

  @Test
  void aBrokenChainIsDamageAndNamesTheLedger() throws IOException {
    Path other = temporary.resolve("other");
    LakeForge.into(other, SHAPE).forge(LedgerForge.small(8), LEDGERS);
    Files.copy(
        other.resolve(SHAPE.key(50)),
        lake.resolve(SHAPE.key(50)),
        StandardCopyOption.REPLACE_EXISTING);

    Ran ran = ingest();

    expect(ran, 1, "the chain breaks at ledger 50");
    assertThat(highest()).isEqualTo(49);
  }

  @Test
  void aDamagedManifestIsDamage() throws IOException {
    Files.writeString(lake.resolve(LakeShape.MANIFEST_KEY), "{\"ledgersPerBatch\": 0}");

    expect(ingest(), 1, LakeShape.MANIFEST_KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "403, 4, PF-LAKE-FORBIDDEN", "401, 4, PF-LAKE-FORBIDDEN", "400, 4, PF-LAKE-FORBIDDEN",
    "429, 3, cannot reach", "500, 3, cannot reach", "503, 3, cannot reach",
    "404, 2, no manifest"
  })
  void aLakeThatAnswersEverythingWithAStatus(int status, int code, String message) {
    server.faults().always(request -> true, Fault.status(status));

    expect(ingest(), code, message);
    assertThat(data().resolve("hot/00000000")).doesNotExist();
  }

  @Test
  void aPassingFailureIsWaitedOut() {
    server
        .faults()
        .onGet(SHAPE.key(50), new Fault.Status(503, "1"), Fault.status(500), new Fault.Cut(100));

    expect(ingest(), 0, "");
    assertThat(highest()).isEqualTo(100);
  }

  @Test
  void aLakeThatNobodyServesIsForALaterTry() {
    server.close();

    expect(ingest(), 3, "cannot reach");
  }

  @Test
  void aHungLakeIsGivenUpAfterTheTimeThatIsLeft() {
    server
        .faults()
        .always(
            request -> request.method().equals("HEAD") && request.key().equals(SHAPE.key(100)),
            new Fault.Hang(-1));

    Ran ran =
        Line.run(
            "ingest",
            "--chunk",
            0,
            "--until",
            100,
            "--coverage-timeout",
            "2s",
            "--data",
            data(),
            "--lake",
            server.uri());

    expect(ran, 3, "");
  }

  @Test
  void aFailureInTheMiddleOfFreezingFreezesNothing() throws IOException {
    Path deep = temporary.resolve("deep");
    LakeForge.into(deep, SHAPE).forge(LedgerForge.small(7), new LedgerRange(2, 10_001));
    Files.delete(deep.resolve(SHAPE.key(9_000)));

    Ran ran = run("freeze --chunk 0", "file:" + deep);

    expect(ran, 4, "PF-LAKE-GAP");
    assertThat(Line.pack(data(), 0)).doesNotExist();
    assertThat(status()).contains("transient").contains("ledgers freezing");
  }

  @Test
  void whatOneMirrorCannotGiveIsTakenFromTheNextAndItIsSaidOnce() throws IOException {
    Path other = temporary.resolve("other");
    LakeForge.into(other, SHAPE).forge(LedgerForge.small(7), LEDGERS);
    Files.delete(lake.resolve(SHAPE.key(50)));
    Files.delete(lake.resolve(SHAPE.key(60)));
    DiskTree.on(lake).invert(SHAPE.key(70), 200);
    server.faults().always(SHAPE.key(90), Fault.status(403));

    Ran ran = run("ingest --chunk 0 --until 100 --lake " + server.uri(), "file:" + other);

    expect(ran, 0, "mirror " + server.uri() + ": ");
    assertThat(ran.err().split("mirror " + server.uri(), -1)).as("%s", ran).hasSize(2);
    assertThat(highest()).isEqualTo(100);
  }

  @Test
  void whatNoMirrorHasIsAGap() throws IOException {
    Path other = temporary.resolve("other");
    LakeForge.into(other, SHAPE).forge(LedgerForge.small(7), LEDGERS);
    Files.delete(lake.resolve(SHAPE.key(50)));
    Files.delete(other.resolve(SHAPE.key(50)));

    expect(
        run("ingest --chunk 0 --until 100 --lake file:" + other, server.uri().toString()),
        4,
        "PF-LAKE-GAP");
  }

  @Test
  void mirrorsThatAreCutDifferentlyAreRefusedBeforeAnythingIsWritten() {
    Path other = temporary.resolve("other");
    LakeShape cut = new LakeShape(SHAPE.network(), 8, 10, "zst");
    LakeForge.into(other, cut).forge(LedgerForge.small(7), LEDGERS);

    Ran ran = run("ingest --chunk 0 --until 100 --lake file:" + other, server.uri().toString());

    expect(ran, 2, "no mirrors of one lake");
    assertThat(data().resolve("hot/00000000")).doesNotExist();
  }

  @Test
  void lakeSurveySaysWhatIsCovered() {
    Ran ran = run("lake survey --json", server.uri().toString());

    expect(ran, 0, "");
    assertThat(ran.json().get("network").asText()).isEqualTo("Bad Lake Network");
    assertThat(ran.json().get("ledgersPerBatch").asInt()).isEqualTo(1);
    assertThat(ran.json().get("batchesPerPartition").asInt()).isEqualTo(64_000);
    assertThat(ran.json().get("firstLedger").asLong()).isEqualTo(2);
    assertThat(ran.json().get("tip").asLong()).isEqualTo(120);
    assertThat(ran.json().get("canList").asBoolean()).isFalse();
    assertThat(ran.json().has("firstChunk")).isFalse();
  }

  private Ran ingest() {
    return run("ingest --chunk 0 --until 100", server.uri().toString());
  }

  /** Waits take no time here: what is waited for is counted by the clock of the test. */
  private Ran run(String words, String address) {
    String line = words + " --data " + data() + " --lake " + address;
    return Line.with(time).runs((Object[]) line.split(" ", -1));
  }

  private void expect(Ran ran, int code, String message) {
    assertThat(ran.code()).as("%s", ran).isEqualTo(code);
    assertThat(ran.err()).contains(message);
    assertThat(Line.pack(data(), 0)).doesNotExist();
  }

  private long highest() {
    return Line.run("status", "--json", "--data", data()).json().at("/chunks/0/highest").asLong(1);
  }

  private String status() {
    return Line.run("status", "--data", data()).out();
  }

  private Path data() {
    return temporary.resolve("data");
  }
}
