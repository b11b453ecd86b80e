package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.command.Line.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs made without a store, by several processes at once, and adopted. */
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
