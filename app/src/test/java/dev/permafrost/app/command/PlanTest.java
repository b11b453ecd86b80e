package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.app.space.Volumes;
import dev.permafrost.domain.store.Store;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Plans: what there is to do and what it will take, before it is begun. */
@ExtendWith(DemoStore.Maker.class)
final class PlanTest {

  @TempDir Path temporary;

  private static long lakeBytes(DemoStore demo) throws IOException {
    try (Stream<Path> files = Files.walk(demo.lake())) {
      return files
          .filter(file -> file.toString().endsWith(".zst"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private static long packBytes(DemoStore demo) throws IOException {
    return Files.size(Line.pack(demo.directory(), 0)) + Files.size(Line.pack(demo.directory(), 1));
  }

  @Test
  void objectsAndBytesToFetchAreFromTheListingWhereThereIsOne(DemoStore demo) throws IOException {
    try (LakeServer server = LakeServer.of(demo.lake()).listing(Listing.OBJECTS).start()) {
      for (Object lake : new Object[] {server.uri(), demo.lakeAddress()}) {
        JsonNode plan = Line.run("plan", "--chunks", "0-1", "--lake", lake, "--json").json();

        assertThat(plan.get("sizesFrom").asText()).isEqualTo("listing");
        assertThat(plan.get("objectsToFetch").asLong()).isEqualTo(20_000);
        assertThat(plan.get("bytesToFetch").asLong()).isEqualTo(lakeBytes(demo));
        assertThat(plan.get("newPackBytes").asLong())
            .isCloseTo(packBytes(demo), Percentage.withPercentage(5));
      }
    }
  }

  @Test
  void elseTheyAreFromSamplesWhichIsSaid(DemoStore demo) throws IOException {
    try (LakeServer server = LakeServer.of(demo.lake()).listing(Listing.OFF).start()) {
      JsonNode plan = Line.run("plan", "--chunks", "0-1", "--lake", server.uri(), "--json").json();
      Ran words = Line.run("plan", "--chunks", "0-1", "--lake", server.uri());

      assertThat(plan.get("sizesFrom").asText()).isEqualTo("samples");
      assertThat(plan.get("sampledLedgers").asLong()).isEqualTo(256);
      assertThat(plan.get("bytesToFetch").asLong())
          .isCloseTo(lakeBytes(demo), Percentage.withPercentage(10));
      assertThat(words.out()).contains("about ").contains("by a sample of 256 ledgers");
    }
  }

  @Test
  void ofAChunkThatTheLakeDoesNotReachYetTheWholeIsEstimated() throws IOException {
    Path lake = temporary.resolve("lake");
    Ran forged =
        Line.run(
            "lake", "forge", "--out", lake, "--first", 2, "--ledgers", 2_046, "--per-batch", 64);
    assertThat(forged.code()).as("%s", forged).isZero();

    JsonNode plan = Line.run("plan", "--chunk", 0, "--lake", "file:" + lake, "--json").json();

    assertThat(plan.get("objectsToFetch").asLong()).isEqualTo(32);
    assertThat(plan.get("ledgersNotCovered").asLong()).isEqualTo(7_954);
    assertThat(plan.get("newPackBytes").asLong()).isGreaterThan(plan.get("bytesToFetch").asLong());
  }

  @Test
  void objectsThatTheLakeDoesNotListAreTold() throws IOException {
    Path lake = temporary.resolve("lake");
    Ran forged =
        Line.run(
            "lake", "forge", "--out", lake, "--first", 2, "--ledgers", 10_046, "--per-batch", 64);
    assertThat(forged.code()).as("%s", forged).isZero();
    Path gone;
    try (Stream<Path> files = Files.walk(lake)) {
      gone = files.filter(file -> file.toString().contains("--4992-")).findFirst().orElseThrow();
    }
    Files.delete(gone);

    Ran ran = Line.run("plan", "--chunk", 0, "--lake", "file:" + lake);

    assertThat(ran.out()).as("%s", ran).contains("1 object that the lake does not list");
  }

  @Test
  void whatIsThereAlreadyIsNotFetchedAndNeedsNoLake(DemoStore demo) throws IOException {
    JsonNode plan =
        Line.run("plan", "--chunks", "0-1", "--data", demo.directory(), "--json").json();

    assertThat(plan.get("frozenChunks").asInt()).isEqualTo(2);
    assertThat(plan.get("chunksFromLake").asInt()).isZero();
    assertThat(plan.get("bytesToFetch").asLong()).isZero();
    assertThat(plan.get("newPackBytes").asLong()).isZero();
    assertThat(plan.get("packBytesThere").asLong()).isEqualTo(packBytes(demo));
    assertThat(plan.get("endBytes").asLong()).isEqualTo(packBytes(demo));
  }

  @Test
  void aChunkThatIsWholeInHotDataIsNotFetchedAndCountsAtThePeak(DemoStore demo) {
    Path data = temporary.resolve("data");
    Line.run("ingest", "--chunk", 0, "--data", data, "--lake", demo.lakeAddress());

    JsonNode plan = Line.run("plan", "--chunk", 0, "--data", data, "--json").json();

    assertThat(plan.get("chunksFromHot").asInt()).isEqualTo(1);
    long hot = plan.get("hotBytesThere").asLong();
    assertThat(hot).isPositive();
    assertThat(plan.get("peakBytes").asLong()).isEqualTo(plan.get("endBytes").asLong() + hot);
  }

  @Test
  void aChunkThatTheStoreLacksNeedsALake() {
    Ran ran = Line.run("plan", "--chunk", 0, "--data", temporary);

    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("--lake");
  }

  @Test
  void itExitsWithFourWhereItCannotFit(DemoStore demo) {
    Line small = Line.with((Volumes) path -> new Volumes.Volume("one", 1_000_000));

    Ran ran =
        small.runs(
            "plan", "--chunks", "0-1", "--lake", demo.lakeAddress(), "--data", temporary, "--json");

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.json().get("fits").asBoolean()).isFalse();
    assertThat(ran.json().get("volumes").get(0).get("freeBytes").asLong()).isEqualTo(1_000_000);
    assertThat(ran.err()).contains("PF-TOO-LITTLE-SPACE");
  }

  @Test
  void rootsThatShareAVolumeCountItOnce(DemoStore demo) {
    Volumes two =
        path -> new Volumes.Volume(path.endsWith("hot") ? "fast" : "large", 1_000_000_000);

    JsonNode one = plan(Line.with((Volumes) path -> new Volumes.Volume("one", 5)), demo);
    JsonNode both = plan(Line.with(two), demo);

    assertThat(one.get("volumes")).hasSize(1);
    assertThat(both.get("volumes")).hasSize(2);
    assertThat(both.get("fits").asBoolean()).isTrue();
  }

  private JsonNode plan(Line line, DemoStore demo) {
    return line.runs(
            "plan", "--chunk", 0, "--lake", demo.lakeAddress(), "--data", temporary, "--json")
        .json();
  }

  @Test
  void theTimeIsThatOfAGivenRateOrOfAMeasuredOne(DemoStore demo) throws IOException {
    Object[] line = {"plan", "--chunks", "0-1", "--lake", demo.lakeAddress(), "--json"};
    JsonNode measured = Line.run(line).json();
    Object[] longer = Arrays.copyOf(line, line.length + 2);
    longer[line.length] = "--rate";
    longer[line.length + 1] = "1M";
    JsonNode given = Line.run(longer).json();

    assertThat(measured.get("rateFrom").asText()).isEqualTo("measured");
    assertThat(measured.get("bytesPerSecond").asLong()).isPositive();
    assertThat(given.get("rateFrom").asText()).isEqualTo("given");
    assertThat(given.get("estimatedMillis").asLong()).isCloseTo(lakeBytes(demo) / 1000, within(1L));
  }

  @Test
  void itChangesNothingAndWorksBesideAWriter(DemoStore demo) {
    Path data = demo.copyTo(temporary.resolve("data"));
    Map<String, String> before = DiskTree.on(data).snapshot();
    Ran alone = Line.run("plan", "--chunks", "0-1", "--data", data);
    assertThat(alone.code()).as("%s", alone).isZero();
    assertThat(DiskTree.on(data).snapshot()).isEqualTo(before);

    try (OpenStore<Store> writer = Permafrost.at(data).open()) {
      Ran ran = Line.run("plan", "--chunks", "0-1", "--data", data, "--json");

      assertThat(ran.code()).as("%s", ran).isZero();
      assertThat(ran.json().get("frozenChunks").asInt()).isEqualTo(2);
      assertThat(writer.store().catalog().scan().rows()).hasSize(2);
    }
  }

  @Test
  void itMakesNoStore(DemoStore demo) {
    Path data = temporary.resolve("none");

    Ran ran = Line.run("plan", "--chunk", 0, "--lake", demo.lakeAddress(), "--data", data);

    assertThat(ran.code()).as("%s", ran).isZero();
    assertThat(data).doesNotExist();
  }

  @Test
  void aRateThatCannotBeMeantNamesItsOption() {
    Ran ran = Line.run("plan", "--chunk", 0, "--rate", "fast");

    assertThat(ran.code()).isEqualTo(2);
    assertThat(ran.err()).contains("--rate: ");
  }
}
