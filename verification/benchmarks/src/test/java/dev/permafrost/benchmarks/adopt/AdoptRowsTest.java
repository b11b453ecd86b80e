package dev.permafrost.benchmarks.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Shelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What adoptions are compared with has everything in it that they need. */
final class AdoptRowsTest {

  @TempDir Path directory;

  @Test
  void aCopyIsHeldToDecodingAndThenCopying() {
    Round round = AdoptContests.copied(2, new AdoptContests.Alone(0.5, 1.2), 100);

    assertThat(round.ratio()).isEqualTo(0.85);
    assertThat(round.figures())
        .containsEntry("limit_s", 1.7)
        .containsEntry("adopt_s", 2.0)
        .containsEntry("adopt_mb_s", 50.0)
        .containsEntry("decode_s", 0.5)
        .containsEntry("copy_s", 1.2);
  }

  @Test
  void aMoveIsHeldToDecodingUnlessReadingTakesLonger() {
    assertThat(AdoptContests.moved(2, new AdoptContests.Alone(1.5, 1), 100).ratio())
        .isEqualTo(0.75);
    Round slowDisk = AdoptContests.moved(2, new AdoptContests.Alone(1, 1.8), 100);

    assertThat(slowDisk.ratio()).isEqualTo(0.9);
    assertThat(slowDisk.figures())
        .containsEntry("limit_s", 1.8)
        .containsEntry("decode_s", 1.0)
        .containsEntry("read_s", 1.8);
  }

  @Test
  void aRoundAdoptsAPackAndLeavesNothingButTheSharedChunk() throws IOException {
    Setting setting = new Setting(20, 1, 2, directory, directory, new Shelf());
    List<Path> before;
    try (Contest copy = AdoptContests.copy(setting)) {
      before = files();
      for (int round = 0; round < 2; round++) {
        Round one = copy.round(round);
        assertThat(one.ratio())
            .isCloseTo(figure(one, "limit_s") / figure(one, "adopt_s"), within(1e-9));
        assertThat(files()).isEqualTo(before);
      }
    }
    try (Contest move = AdoptContests.move(setting)) {
      assertThat(move.round(0).ratio()).isPositive();
    }
    assertThat(files()).isEqualTo(before);
  }

  private static double figure(Round round, String name) {
    return round.figures().getOrDefault(name, Double.NaN);
  }

  /** Databases write files of their own when they are opened, so packs and plain files alone. */
  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !file.toString().matches(".*/(catalog|hot)/.*"))
          .sorted()
          .toList();
    }
  }
}
