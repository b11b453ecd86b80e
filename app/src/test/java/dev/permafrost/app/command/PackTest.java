package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.app.landing.ReceiptFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs made without a store, by several processes at the same time, and adopted. */
class PackTest {

  private static final int CHUNKS = 3;
  private static final String RANGE = "0-2";

  @TempDir static Path shared;

  @TempDir Path temporary;

  private static Path lake;
  private static Path frozen;
  private Path landing;

  @BeforeAll
  static void makeALakeAndAStoreOfIt() {
    lake = shared.resolve("lake");
    frozen = shared.resolve("frozen");
    Line.run(
        "lake",
        "forge",
        "--first",
        2,
        "--ledgers",
        CHUNKS * 10_000,
        "--per-batch",
        64,
        "--out",
        lake);
    Ran ran = Line.run("freeze", "--data", frozen, "--lake", address(), "--chunks", RANGE);
    assertThat(ran.code()).as("%s", ran).isZero();
  }

  @BeforeEach
  void makeALanding() throws IOException {
    landing = Files.createDirectory(temporary.resolve("landing"));
  }

  private static String address() {
    return "file:" + lake;
  }

  private Ran pack(Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("pack", "--lake", address(), "--landing", landing, "--json"));
    arguments.addAll(List.of(more));
    return Line.run(arguments.toArray());
  }

  private Path landed(int chunk) {
    return landing.resolve(String.format(Locale.ROOT, "%08d.pack", chunk));
  }

  private Path receipts(int shard) {
    return temporary.resolve("receipts-" + shard);
  }

  private List<String> namesInLanding() throws IOException {
    try (Stream<Path> files = Files.list(landing)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  @Test
  void threeProcessesAtOnceMakeWhatAFreezeMakesAndTheStoreThatAdoptsThemIsClean() throws Exception {
    List<CommandProcess> processes = new ArrayList<>();
    try {
      for (int shard = 0; shard < CHUNKS; shard++) {
        Path own = Files.createDirectory(temporary.resolve("process-" + shard));
        processes.add(
            CommandProcess.start(
                own,
                "pack",
                "--lake",
                address(),
                "--landing",
                landing,
                "--chunks",
                RANGE,
                "--shard",
                shard + "/" + CHUNKS,
                "--receipts",
                receipts(shard)));
      }
      for (CommandProcess process : processes) {
        assertThat(process.exitCode()).as(process.err()).isZero();
        assertThat(process.out()).contains("packed");
      }
    } finally {
      processes.forEach(CommandProcess::close);
    }
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      assertThat(landed(chunk)).hasSameBinaryContentAs(Line.pack(frozen, chunk));
    }
    assertThat(namesInLanding()).hasSize(CHUNKS);

    Path store = temporary.resolve("store");
    Ran adopted =
        Line.run(
            "adopt",
            "--data",
            store,
            "--chunks",
            RANGE,
            "--from",
            landing,
            "--move",
            "--receipts",
            receipts(0),
            "--receipts",
            receipts(1),
            "--receipts",
            receipts(2),
            "--json");

    assertThat(adopted.code()).as("%s", adopted).isZero();
    assertThat(adopted.json()).allMatch(row -> row.get("result").asText().equals("moved"));
    assertThat(namesInLanding()).isEmpty();
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      assertThat(Line.pack(store, chunk)).hasSameBinaryContentAs(Line.pack(frozen, chunk));
    }
    Ran audit = Line.run("audit", "--deep", "--data", store);
    assertThat(audit.code()).as("%s", audit).isZero();
    assertThat(audit.out()).contains("violations=0");
  }

  @Test
  void aSecondRunMakesNothingAndGivesTheSameReceipts() throws IOException {
    Ran first = pack("--chunks", "0-1", "--receipts", receipts(0), "--workers", 2);
    assertThat(first.code()).as("%s", first).isZero();
    assertThat(first.json()).allMatch(row -> row.get("result").asText().equals("packed"));
    Object before = Files.getAttribute(landed(0), "unix:ino");

    Ran second = pack("--chunks", "0-1", "--receipts", receipts(1));

    assertThat(second.code()).as("%s", second).isZero();
    assertThat(second.json()).allMatch(row -> row.get("result").asText().equals("landed already"));
    assertThat(Files.getAttribute(landed(0), "unix:ino")).isEqualTo(before);
    assertThat(receipts(1)).hasSameTextualContentAs(receipts(0));
  }

  @Test
  void aRunThatIsKilledKeepsTheReceiptsOfWhatHadLanded() throws Exception {
    Path part = aChunkAndAHalf();
    try (CommandProcess process = waitingForTheSecondChunk(part)) {
      process.signal("KILL");
      assertThat(process.exitCode()).isNotZero();
    }
    assertThat(namesInLanding()).containsExactly("00000000.pack");
    assertThat(chunksIn(receipts(0))).containsExactly(0);

    Ran again = pack("--chunks", "0-1", "--receipts", receipts(0));

    assertThat(again.code()).as("%s", again).isZero();
    assertThat(again.json().findValuesAsText("result")).containsExactly("landed already", "packed");
    assertThat(chunksIn(receipts(0))).containsExactly(0, 1);
    assertThat(pack("--chunks", "0-1", "--receipts", receipts(1)).code()).isZero();
    assertThat(receipts(0)).hasSameTextualContentAs(receipts(1));
  }

  @Test
  void aRunIsWatchedAsAFreezeIs() throws Exception {
    Path part = aChunkAndAHalf();
    try (CommandProcess process = waitingForTheSecondChunk(part, "--listen", "127.0.0.1:0")) {
      URI watched = listening(process);

      JsonNode status = new ObjectMapper().readTree(get(watched, "status.json").body());

      assertThat(status.at("/activity/command").asText()).isEqualTo("pack");
      assertThat(status.get("network").asText()).isNotEmpty();
      assertThat(status.get("chunks")).hasSize(1);
      assertThat(status.at("/chunks/0/state").asText()).isEqualTo("frozen");
      assertThat(status.at("/chunks/0/artifacts/ledgers/path").asText())
          .isEqualTo(landed(0).toString());
      assertThat(status.at("/chunks/0/artifacts/ledgers/bytes").asLong())
          .isEqualTo(Files.size(landed(0)));
      assertThat(status.at("/roots/0/path").asText()).isEqualTo(landing.toString());
      HttpResponse<String> health = get(watched, "healthz");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.body()).contains("chunk 1 waits for the lake to cover ledger 20001");
      assertThat(get(watched, "metrics").body())
          .contains("permafrost_ledgers_total{operation=\"freeze\",source=\"lake\"} 10000.0");
      assertThat(get(watched, "").body()).contains("<!DOCTYPE html>");
      process.signal("TERM");
      assertThat(process.exitCode()).isNotZero();
    }
  }

  private static List<Integer> chunksIn(Path receipts) {
    return new ReceiptFile(receipts).read().keySet().stream().map(chunk -> chunk.value()).toList();
  }

  private static HttpResponse<String> get(URI watched, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(watched.resolve(path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static URI listening(CommandProcess process) throws IOException {
    Matcher line = Pattern.compile("listening at (\\S+)").matcher(process.err());
    assertThat(line.find()).as(process.err()).isTrue();
    return URI.create(line.group(1));
  }

  /** A lake that ends in the middle of chunk 1. */
  private Path aChunkAndAHalf() throws IOException {
    Path part = temporary.resolve("part");
    try (Stream<Path> files = Files.walk(lake)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher object =
            Pattern.compile(".*--([0-9]+)(-[0-9]+)?\\.xdr.*")
                .matcher(file.getFileName().toString());
        if (!object.matches() || Long.parseLong(object.group(1)) < 15_000) {
          Path copy = part.resolve(lake.relativize(file));
          Files.createDirectories(copy.getParent());
          Files.createLink(copy, file);
        }
      }
    }
    return part;
  }

  /** A process that has landed chunk 0, and its receipt, and waits for the lake. */
  private CommandProcess waitingForTheSecondChunk(Path part, Object... more) throws Exception {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "pack",
                "--lake",
                "file:" + part,
                "--landing",
                landing,
                "--chunks",
                "0-1",
                "--receipts",
                receipts(0),
                "--coverage-timeout",
                "10m"));
    arguments.addAll(List.of(more));
    CommandProcess process = CommandProcess.start(temporary, arguments.toArray());
    long deadlineNanos = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (Files.notExists(receipts(0)) || !process.err().contains("20001")) {
      if (!process.isAlive() || System.nanoTime() > deadlineNanos) {
        process.close();
        throw new AssertionError("not a receipt: " + process.out() + process.err());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return process;
  }

  @Test
  void anotherFileUnderAChunksNameIsRefusedWithBothDigestsAndHidesNothingOfTheOthers()
      throws Exception {
    // A sound pack, of another chunk.
    Files.copy(Line.pack(frozen, 2), landed(0));

    Ran ran = pack("--chunks", "0-1", "--receipts", receipts(0));

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.json().get(0).get("failure").get("type").asText()).isEqualTo("LandingTaken");
    assertThat(ran.json().get(0).get("failure").get("message").asText())
        .contains(sha256(Line.pack(frozen, 2)), sha256(Line.pack(frozen, 0)));
    assertThat(ran.err()).contains("PF-LANDING");
    assertThat(ran.json().get(1).get("result").asText()).isEqualTo("packed");
    assertThat(landed(0)).hasSameBinaryContentAs(Line.pack(frozen, 2));
    assertThat(landed(1)).hasSameBinaryContentAs(Line.pack(frozen, 1));
    assertThat(Files.readAllLines(receipts(0)))
        .hasSize(1)
        .allMatch(line -> line.contains("\"chunk\":1,"));
  }

  @Test
  void aReceiptNamesTheNetworkAndSaysEarlyWhatDoesNotFit() throws IOException {
    pack("--chunks", "0-1", "--receipts", receipts(0));
    Path store = temporary.resolve("store");
    List<Object> adopt = List.of("adopt", "--data", store, "--from", landing, "--json", "--chunks");

    Ran nameless = run(adopt, "0");
    assertThat(nameless.code()).as("%s", nameless).isEqualTo(2);
    assertThat(nameless.json().get(0).get("failure").get("type").asText())
        .isEqualTo("NetworkUnknown");
    assertThat(run(adopt, "0", "--receipts", receipts(0)).code()).isZero();

    String sound = Files.readString(receipts(0));
    String last = sound.lines().toList().get(0).replaceAll(".*\"lastHash\":\"|\".*", "");
    Files.writeString(
        receipts(0),
        sound.replace("\"firstPrevious\":\"" + last, "\"firstPrevious\":\"" + "0".repeat(64)));
    Ran broken = run(adopt, "1", "--receipts", receipts(0));
    assertThat(broken.code()).as("%s", broken).isEqualTo(1);
    assertThat(broken.json().get(0).get("failure").get("type").asText()).isEqualTo("BrokenChain");

    Files.writeString(
        receipts(0), sound.replaceAll("\"network\":\"[^\"]*\"", "\"network\":\"other\""));
    Ran other = run(adopt, "1", "--receipts", receipts(0));
    assertThat(other.code()).as("%s", other).isEqualTo(4);
    assertThat(other.json().get(0).get("failure").get("type").asText()).isEqualTo("WrongNetwork");

    assertThat(run(adopt, "1").code()).as("without the receipt").isZero();
  }

  /** Nothing is adopted on the word of a receipt. */
  @Test
  void aDamagedPackIsRefusedWhateverItsReceiptSays() throws IOException {
    pack("--chunks", "0", "--receipts", receipts(0));
    byte[] bytes = Files.readAllBytes(landed(0));
    bytes[1000] ^= 1;
    Files.write(landed(0), bytes);

    Ran ran =
        Line.run(
            "adopt",
            "--data",
            temporary.resolve("store"),
            "--chunks",
            0,
            "--from",
            landing,
            "--receipts",
            receipts(0));

    assertThat(ran.code()).as("%s", ran).isEqualTo(1);
  }

  private static Ran run(List<Object> arguments, Object... more) {
    List<Object> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return Line.run(all.toArray());
  }
}
