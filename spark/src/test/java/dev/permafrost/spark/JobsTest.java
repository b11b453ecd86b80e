package dev.permafrost.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.spark.Lines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs made, and verified, by tasks of Spark. */
class JobsTest {

  private static final String MASTER = "local[2]";

  @TempDir static Path shared;

  @TempDir Path temporary;

  private static Path lake;
  private static Path frozen;
  private static Path otherLake;
  private Path landing;

  @BeforeAll
  static void makeALakeAndAStoreOfIt() {
    lake = forge("lake", 30_000, 1);
    otherLake = forge("other-lake", 20_000, 2);
    frozen = shared.resolve("frozen");
    Ran ran =
        Lines.permafrost("freeze", "--data", frozen, "--lake", "file:" + lake, "--chunks", "0-2");
    assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.DONE);
  }

  private static Path forge(String name, int ledgers, int seed) {
    Path made = shared.resolve(name);
    Ran ran =
        Lines.permafrost(
            "lake",
            "forge",
            "--first",
            2,
            "--ledgers",
            ledgers,
            "--per-batch",
            64,
            "--seed",
            seed,
            "--out",
            made);
    assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.DONE);
    return made;
  }

  @BeforeEach
  void makeALanding() throws IOException {
    landing = Files.createDirectory(temporary.resolve("landing"));
  }

  private Ran packOf(String address, Object... more) {
    List<Object> words = new ArrayList<>(List.of("pack", "--lake", address, "--landing", landing));
    words.add("--json");
    words.addAll(List.of(more));
    return Lines.spark(MASTER, words.toArray());
  }

  private Ran pack(Object... more) {
    return packOf("file:" + lake, more);
  }

  private Path landed(int chunk) {
    return landing.resolve(name(chunk));
  }

  private static Path frozen(int chunk) {
    return frozen.resolve("ledgers/00000").resolve(name(chunk));
  }

  private static String name(int chunk) {
    return String.format(Locale.ROOT, "%08d.pack", chunk);
  }

  private List<String> namesInLanding() throws IOException {
    try (Stream<Path> files = Files.list(landing)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void packsAndReceiptsAreThoseOfTheCommandLineAndASecondRunMakesNothing() throws IOException {
    Path receipts = temporary.resolve("receipts");
    Ran first = pack("--chunks", "0-2", "--receipts", receipts);

    assertThat(first.code()).as("%s", first).isEqualTo(ExitCode.DONE);
    assertThat(first.json()).hasSize(3);
    assertThat(first.json()).allMatch(row -> row.path("result").asText().equals("packed"));
    assertThat(namesInLanding()).containsExactly(name(0), name(1), name(2));
    for (int chunk = 0; chunk < 3; chunk++) {
      assertThat(landed(chunk)).hasSameBinaryContentAs(frozen(chunk));
    }
    Object before = Files.getAttribute(landed(1), "unix:ino");

    Path again = temporary.resolve("again");
    Ran second = pack("--chunks", "0-2", "--receipts", again);

    assertThat(second.code()).as("%s", second).isEqualTo(ExitCode.DONE);
    assertThat(second.json()).allMatch(row -> row.path("result").asText().equals("landed already"));
    assertThat(Files.getAttribute(landed(1), "unix:ino")).isEqualTo(before);
    Path single = temporary.resolve("single");
    Ran alone =
        Lines.permafrost(
            "pack",
            "--lake",
            "file:" + lake,
            "--landing",
            landing,
            "--chunks",
            "0-2",
            "--receipts",
            single);
    assertThat(alone.code()).as("%s", alone).isEqualTo(ExitCode.DONE);
    assertThat(receipts).hasSameTextualContentAs(single);
    assertThat(again).hasSameTextualContentAs(single);
  }

  @Test
  void aChunkThatFailsForGoodHidesNothingOfTheOthersAndIsNotTriedAgain() throws IOException {
    // A sound pack, of another chunk.
    Files.copy(frozen(2), landed(0));

    Ran ran = pack("--chunks", "0-1", "--receipts", temporary.resolve("receipts"));

    assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.OPERATOR);
    assertThat(ran.failure(0)).isEqualTo("LandingTaken");
    assertThat(ran.json().path(0).path("attempt").asInt()).isZero();
    assertThat(ran.err()).contains("PF-LANDING").contains("chunk 0 on executor driver@");
    assertThat(ran.json().path(1).path("result").asText()).isEqualTo("packed");
    assertThat(landed(0)).hasSameBinaryContentAs(frozen(2));
    assertThat(Files.readAllLines(temporary.resolve("receipts")))
        .hasSize(1)
        .allMatch(line -> line.contains("\"chunk\":1,"));
  }

  @Test
  void whatMayPassIsTriedAsOftenAsSparkGrantsAndIsTheRowOfItsChunkAtLast() {
    Ran ran =
        Lines.spark(
            "local[2,3]",
            "pack",
            "--lake",
            "file:" + lake,
            "--landing",
            landing,
            "--chunks",
            "3-4",
            "--json",
            "--coverage-timeout",
            "0");

    assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.TRY_LATER);
    assertThat(ran.failure(0)).isEqualTo("BackendCoverageTimeout");
    assertThat(ran.failure(1)).isEqualTo("BackendCoverageTimeout");
    assertThat(ran.json()).allMatch(row -> row.path("attempt").asInt() == 2);
  }

  @Test
  void settingsOfTheEnvironmentGoAlong() {
    Ran ran =
        Lines.spark(
            MASTER,
            Map.of("PERMAFROST_LAKE", "file:" + lake, "OTHER", "x"),
            "pack",
            "--landing",
            landing,
            "--chunk",
            1);

    assertThat(ran.code()).as("%s", ran).isEqualTo(ExitCode.DONE);
    assertThat(ran.out()).contains("packed").contains("sha-256");
    assertThat(ran.err()).contains("chunk 1: packed, by executor driver@");
  }

  @Test
  void aPackIsVerifiedWholeAndTheLinksBetweenPacksOnTheDriver() throws IOException {
    pack("--chunks", "0-1");
    Ran sound = Lines.spark(MASTER, "verify", "--from", landing, "--chunks", "0-1", "--json");
    assertThat(sound.code()).as("%s", sound).isEqualTo(ExitCode.DONE);
    assertThat(sound.json()).allMatch(row -> row.path("result").asText().equals("sound"));
    Ran store = Lines.spark(MASTER, "verify", "--from", frozen, "--chunks", "0-2", "--json");
    assertThat(store.code()).as("of a cold root: %s", store).isEqualTo(ExitCode.DONE);

    Files.delete(landed(1));
    packOf("file:" + otherLake, "--chunk", 1);
    Ran foreign = Lines.spark(MASTER, "verify", "--from", landing, "--chunks", "0-1", "--json");

    assertThat(foreign.code()).as("%s", foreign).isEqualTo(ExitCode.DAMAGE);
    assertThat(foreign.json().path(0).path("result").asText()).isEqualTo("sound");
    assertThat(foreign.failure(1)).isEqualTo("BrokenChain");

    byte[] bytes = Files.readAllBytes(landed(0));
    bytes[1000] ^= 1;
    Files.write(landed(0), bytes);
    Ran damaged = Lines.spark(MASTER, "verify", "--from", landing, "--chunks", "0-1", "--json");

    assertThat(damaged.code()).as("%s", damaged).isEqualTo(ExitCode.DAMAGE);
    assertThat(damaged.failure(0)).isEqualTo("CorruptArtifact");
    assertThat(damaged.json().path(1).path("result").asText()).isEqualTo("sound");
  }
}
