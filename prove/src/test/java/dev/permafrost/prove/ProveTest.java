package dev.permafrost.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the command line promises for a budget. */
final class ProveTest {

  @Test
  void a_budget_promises_so_many_states() {
    assertThat(Prove.promisedStates(Duration.ofSeconds(20))).isEqualTo(12_500);
    assertThat(Prove.promisedStates(Duration.ofSeconds(40))).isEqualTo(25_000);
    assertThat(Prove.promisedStates(Duration.ofMinutes(5))).isEqualTo(250_000);
    assertThat(Prove.promisedStates(Duration.ofHours(1))).isEqualTo(250_000);
  }
}
