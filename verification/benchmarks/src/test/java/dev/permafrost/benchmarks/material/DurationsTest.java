package dev.permafrost.benchmarks.material;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Quantiles are durations that were measured, and the first ones can be left out. */
final class DurationsTest {

  @Test
  void soManyInAThousandDoNotExceedAQuantile() {
    Durations durations = new Durations(1000);
    // Longest first, so that the order in which they came does not help.
    for (int i = 1000; i >= 1; i--) {
      durations.add(i * 1000L);
    }

    assertThat(durations.micros(500)).isEqualTo(500);
    assertThat(durations.micros(990)).isEqualTo(990);
    assertThat(durations.micros(1000)).isEqualTo(1000);
    assertThat(durations.from(990).micros(1000)).isEqualTo(10);
    assertThat(durations.from(990).seconds()).isEqualTo(55e-6);
  }

  @Test
  void aStepIsTimedAndCounted() {
    Durations durations = new Durations(2);
    int[] made = {0};
    durations.time(() -> made[0]++);
    durations.time(() -> made[0]++);

    assertThat(made[0]).isEqualTo(2);
    assertThat(durations.seconds()).isPositive();
    assertThat(durations.perSecond()).isEqualTo(2 / durations.seconds());
  }
}
