package dev.permafrost.prove.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the explorer promises for a budget. */
final class CrashPartTest {

  @Test
  void aBudgetPromisesSoManyStates() {
    assertThat(CrashPart.promisedStates(Duration.ofSeconds(20))).isEqualTo(12_500);
    assertThat(CrashPart.promisedStates(Duration.ofSeconds(40))).isEqualTo(25_000);
    assertThat(CrashPart.promisedStates(Duration.ofMinutes(5))).isEqualTo(250_000);
    assertThat(CrashPart.promisedStates(Duration.ofHours(1))).isEqualTo(250_000);
  }
}
