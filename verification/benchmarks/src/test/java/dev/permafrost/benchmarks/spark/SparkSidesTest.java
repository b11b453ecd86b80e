package dev.permafrost.benchmarks.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.permafrost.benchmarks.spark.SparkSides.Sides;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What the rows of Spark are judged by. */
final class SparkSidesTest {

  private static final Offset<Double> NEAR = within(1e-9);

  private static final SparkPack ONE = new SparkPack(1, 4, 95, 90, 56, 30, 26);
  private static final SparkPack TWO = new SparkPack(2, 8, 105, 100, 118, 40, 52);
  private static final SparkPack FREE = new SparkPack(2, 8, 65, 60, 112, 15, 52);

  private static final Sides SIDES = new Sides(List.of(ONE, TWO), FREE, 8, 3, 730, 500);

  @Test
  void executorsAreComparedByTheTimeTheyTakeFromPackToPack() {
    assertThat(ONE.wallSecondsAChunk()).isCloseTo((90 - 30) / 3.0, NEAR);
    assertThat(TWO.wallSecondsAChunk()).isCloseTo(2 * (100 - 40) / 6.0, NEAR);
    assertThat(SIDES.scale(TWO)).isCloseTo(20 / 20.0, NEAR);
  }

  @Test
  void theFirstChunkOfEachExecutorIsNotInTheProcessorTimeOfAChunk() {
    assertThat(ONE.cpuSecondsAChunk()).isCloseTo((56 - 26) / 3.0, NEAR);
    assertThat(TWO.cpuSecondsAChunk()).isCloseTo((118 - 52) / 6.0, NEAR);
    assertThat(SIDES.growth(TWO)).isCloseTo(11 / 10.0, NEAR);
    assertThat(SIDES.codecShare()).isCloseTo(8 / 10.0, NEAR);
  }

  @Test
  void whatIsLeftOutIsToldAllTheSame() {
    assertThat(SIDES.round(sides -> 1).figures())
        .containsEntry("scale_with_first_2", 95 / 105.0)
        .containsEntry("cpu_growth_with_first_2", 118 / (2 * 56.0))
        .containsEntry("codec_share_with_first", 8 * 8 / 112.0)
        .containsEntry("rate_mb_s", 36.5);
  }
}
