package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.command.Line.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packs verified where no catalog knows them. */
class PackVerifyTest {

  @TempDir static Path shared;

  @TempDir Path temporary;

  private static Path frozen;
  private static Path other;
  private Path landing;

  @BeforeAll
  static void freezeTwoChainsOfTwoChunks() {
    frozen = freeze("frozen", "1");
    other = freeze("other", "2");
  }

  private static Path freeze(String name, String seed) {
    Path lake = shared.resolve("lake-" + name);
    Path store = shared.resolve(name);
    Line.run(
        "lake",
        "forge",
        "--first",
        2,
        "--ledgers",
        20_000,
        "--per-batch",
        64,
        "--seed",
        seed,
        "--out",
        lake);
    Ran ran = Line.run("freeze", "--data", store, "--lake", "file:" + lake, "--chunks", "0-1");
    assertThat(ran.code()).as("%s", ran).isZero();
    return store;
  }

  @BeforeEach
  void land() throws IOException {
    landing = Files.createDirectory(temporary.resolve("landing"));
    Files.copy(Line.pack(frozen, 0), landed(0));
    Files.copy(Line.pack(frozen, 1), landed(1));
  }

  private Path landed(int chunk) {
    return landing.resolve(String.format(Locale.ROOT, "%08d.pack", chunk));
  }

  private Ran verify(Path from, String chunks) {
    return Line.run("pack", "verify", "--from", from, "--chunks", chunks, "--json");
  }

  @Test
  void aLandingAndAColdRootAreVerifiedWithoutACatalog() throws IOException {
    for (Path from : new Path[] {landing, frozen}) {
      Ran ran = verify(from, "0-1");

      assertThat(ran.code()).as("%s", ran).isZero();
      assertThat(ran.json()).hasSize(2);
      assertThat(ran.json().get(1).get("result").asText()).isEqualTo("sound");
      assertThat(ran.json().get(1).get("ledgers").asInt()).isEqualTo(10_000);
      assertThat(ran.json().get(1).get("fileBytes").asLong()).isEqualTo(Files.size(landed(1)));
      assertThat(ran.json().get(1).get("firstPrevious"))
          .isEqualTo(ran.json().get(0).get("lastHash"));
    }
  }

  @Test
  void damageInOnePackHidesNothingOfTheOthers() throws IOException {
    byte[] bytes = Files.readAllBytes(landed(0));
    bytes[1000] ^= 1;
    Files.write(landed(0), bytes);

    Ran ran = verify(landing, "0-2");

    assertThat(ran.code()).as("%s", ran).isEqualTo(1);
    assertThat(ran.json().get(0).get("failure").get("type").asText()).isEqualTo("CorruptArtifact");
    assertThat(ran.json().get(1).get("result").asText()).isEqualTo("sound");
    assertThat(ran.json().get(2).get("failure").get("type").asText()).isEqualTo("CandidateMissing");
  }

  @Test
  void aPackOfAnotherChainBreaksTheBorder() throws IOException {
    Files.delete(landed(1));
    Files.copy(Line.pack(other, 1), landed(1));

    Ran ran = verify(landing, "0-1");

    assertThat(ran.code()).as("%s", ran).isEqualTo(1);
    assertThat(ran.json().get(0).get("result").asText()).isEqualTo("sound");
    assertThat(ran.json().get(1).get("failure").get("type").asText()).isEqualTo("BrokenChain");
    assertThat(ran.json().get(1).get("sha256").asText()).as("what was found is kept").isNotEmpty();
    assertThat(verify(landing, "1").code()).as("alone it is sound").isZero();
  }
}
