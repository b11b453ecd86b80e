package dev.permafrost.benchmarks.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.permafrost.benchmarks.Round;
import org.junit.jupiter.api.Test;

/** Processor time is compared, not time. */
final class PackCpuTest {

  @Test
  void theRatioIsOfProcessorSeconds() {
    Round round = PackCpu.round(new LakeFreeze(9, 6), new LakeFreeze(1, 5));

    assertThat(round.ratio()).isEqualTo(1.2);
    assertThat(round.figures())
        .containsOnly(
            entry("pack_s", 9.0),
            entry("pack_cpu_s", 6.0),
            entry("freeze_s", 1.0),
            entry("freeze_cpu_s", 5.0));
  }
}
