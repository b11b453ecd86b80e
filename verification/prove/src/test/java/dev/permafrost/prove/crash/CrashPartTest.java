package dev.permafrost.prove.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the explorer promises, and when it was missed. */
final class CrashPartTest {

  @Test
  void aBudgetPromisesSoManyStates() {
    assertThat(CrashPart.promisedStates(Duration.ofSeconds(20))).isEqualTo(6_000);
    assertThat(CrashPart.promisedStates(Duration.ofSeconds(40))).isEqualTo(12_000);
    assertThat(CrashPart.promisedStates(Duration.ofMinutes(5))).isEqualTo(120_000);
    assertThat(CrashPart.promisedStates(Duration.ofHours(1))).isEqualTo(120_000);
  }

  @Test
  void fewerStatesOrFirstCrashesWithFewerSurvivorsAreMissed() {
    assertThat(CrashPart.missed(exploration(20_000, 64), 20_000, 64)).isEmpty();
    assertThat(CrashPart.missed(exploration(19_999, 64), 20_000, 64)).hasSize(1);
    assertThat(CrashPart.missed(exploration(20_000, 8), 20_000, 64)).hasSize(1);
    assertThat(CrashPart.missed(exploration(0, 0), 0, 0)).isEmpty();
  }

  private static Exploration exploration(long states, int bound) {
    return new Exploration(1, 2, 3, states, 0, bound, List.of(), 1, 1);
  }
}
