package dev.permafrost.prove.lakes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which scenarios there are; {@code bin/prove lakes} runs them. */
final class LakeSuiteTest {

  @Test
  void thereAreFifteenScenariosInOrderAndFortyThreeOfTrouble() {
    assertThat(LakeSuite.conduct()).hasSize(15);
    assertThat(LakeSuite.trouble()).hasSize(43);
    assertThat(
            Stream.concat(LakeSuite.conduct().stream(), LakeSuite.trouble().stream())
                .map(Scenario::name))
        .doesNotHaveDuplicates();
  }
}
