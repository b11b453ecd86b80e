package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.app.space.Volumes;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot fit is refused before its first byte. */
@ExtendWith(DemoStore.Maker.class)
final class SpaceCheckTest {

  /** A chunk of the demonstration takes some 9 MB. */
  private static final long TOO_LITTLE = 5_000_000;

  private static final long ENOUGH_FOR_ONE = 12_000_000;

  @TempDir Path temporary;

  private static Line free(long bytes) {
    return Line.with((Volumes) path -> new Volumes.Volume("one", bytes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"freeze --chunk 0", "ingest --chunk 0", "follow --from 0"})
  void whatCannotFitIsRefusedBeforeTheFirstByte(String words, DemoStore demo) {
    Path data = temporary.resolve("data");

    Ran ran = free(TOO_LITTLE).runs(line(words, data, demo));

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(ran.err()).contains("PF-TOO-LITTLE-SPACE").contains("--no-space-check");
    assertThat(data).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"freeze --chunk 0", "ingest --chunk 0 --until 50"})
  void theCheckCanBeSwitchedOff(String words, DemoStore demo) {
    Path data = temporary.resolve("data");

    Ran ran = free(0).runs(line(words + " --no-space-check", data, demo));

    assertThat(ran.code()).as("%s", ran).isZero();
  }

  @Test
  void followCanBeToldToo(DemoStore demo) {
    CancelSource stopped = new CancelSource();
    stopped.cancel();
    Line line = Line.with((Volumes) path -> new Volumes.Volume("one", 0), stopped.token());

    Ran ran = line.runs(line("follow --no-space-check", temporary.resolve("data"), demo));

    assertThat(ran.err()).as("%s", ran).doesNotContain("PF-TOO-LITTLE-SPACE");
  }

  @Test
  void whatIsThereAlreadyTakesNoRoom(DemoStore demo) {
    Path data = demo.copyTo(temporary.resolve("data"));

    Ran ran = free(0).runs("freeze", "--chunks", "0-1", "--data", data);

    assertThat(ran.code()).as("%s", ran).isZero();
  }

  @Test
  void severalChunksHaveToFitTogether(DemoStore demo) {
    Path data = temporary.resolve("data");

    Ran both = free(ENOUGH_FOR_ONE).runs(line("freeze --chunks 0-1", data, demo));
    Ran one = free(ENOUGH_FOR_ONE).runs(line("freeze --chunks 0", data, demo));

    assertThat(both.code()).as("%s", both).isEqualTo(4);
    assertThat(one.code()).as("%s", one).isZero();
  }

  @Test
  void aChunkInHotDataNeedsRoomForItsPack(DemoStore demo) {
    Path data = temporary.resolve("data");
    Line.run(line("ingest --chunk 0", data, demo));
    Map<String, String> before = DiskTree.on(data).snapshot();

    Ran ran = free(TOO_LITTLE).runs("freeze", "--chunk", 0, "--data", data);

    assertThat(ran.code()).as("%s", ran).isEqualTo(4);
    assertThat(DiskTree.on(data).snapshot()).isEqualTo(before);
  }

  @Test
  void packsAreCopiedOnlyWhereTheyFitAndMovedAnyhow(DemoStore demo) {
    Path data = temporary.resolve("data");
    Path from = demo.copyTo(temporary.resolve("from"));
    Object[] words = {
      "adopt", "--chunks", "0-1", "--from", from, "--data", data, "--network", "any"
    };

    Ran copied = free(TOO_LITTLE).runs(words);
    assertThat(copied.code()).as("%s", copied).isEqualTo(4);
    assertThat(copied.err()).contains("PF-TOO-LITTLE-SPACE");
    assertThat(data).doesNotExist();

    Object[] moving = Arrays.copyOf(words, words.length + 1);
    moving[words.length] = "--move";
    assertThat(free(0).runs(moving).err()).doesNotContain("PF-TOO-LITTLE-SPACE");
  }

  @Test
  void packsHaveToFitOnTheVolumeOfTheirLandingAsFarAsTheyAreNotThere(DemoStore demo)
      throws IOException {
    Path landing = Files.createDirectory(temporary.resolve("landing"));
    String pack = "pack --landing " + landing + " --lake " + demo.lakeAddress() + " --chunks 0-1";

    Ran refused = free(ENOUGH_FOR_ONE).runs(words(pack));
    assertThat(refused.code()).as("%s", refused).isEqualTo(4);
    assertThat(refused.err())
        .contains("PF-TOO-LITTLE-SPACE", "--no-space-check", landing.toString());
    assertThat(landing).isEmptyDirectory();

    Ran shard = free(ENOUGH_FOR_ONE).runs(words(pack + " --shard 0/2"));
    assertThat(shard.code()).as("%s", shard).isZero();
    Ran rest = free(ENOUGH_FOR_ONE).runs(words(pack));
    assertThat(rest.code()).as("%s", rest).isZero();
    Ran again = free(0).runs(words(pack));
    assertThat(again.code()).as("%s", again).isZero();
    Files.delete(landing.resolve("00000001.pack"));
    Ran unchecked = free(0).runs(words(pack + " --no-space-check"));
    assertThat(unchecked.code()).as("%s", unchecked).isZero();
  }

  @Test
  void aFileSystemThatDoesNotSayIsNotJudged(DemoStore demo) {
    Ran ran = free(-1).runs(line("ingest --chunk 0 --until 50", temporary.resolve("data"), demo));

    assertThat(ran.code()).as("%s", ran).isZero();
  }

  @Test
  void whereTheLakeCannotBeAskedTheRunItselfSaysWhy() {
    Ran ran =
        free(TOO_LITTLE)
            .runs(
                "freeze",
                "--chunk",
                0,
                "--data",
                temporary.resolve("data"),
                "--lake",
                "file:" + temporary.resolve("nowhere"),
                "--coverage-timeout",
                0);

    assertThat(ran.code()).as("%s", ran).isNotEqualTo(4).isNotZero();
    assertThat(ran.err()).contains("the space it takes");
  }

  private static Object[] line(String words, Path data, DemoStore demo) {
    return words(words + " --data " + data + " --lake " + demo.lakeAddress());
  }

  private static Object[] words(String line) {
    return line.split(" ", -1);
  }
}
