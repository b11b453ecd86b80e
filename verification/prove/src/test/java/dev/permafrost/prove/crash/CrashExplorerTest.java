package dev.permafrost.prove.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The exploration of one scenario, and what leads to a state. */
final class CrashExplorerTest {

  private static final Duration AT_MOST = Duration.ofMinutes(10);

  @Test
  void whatIsSeenDependsOnTheSeedAlone() {
    assertThat(statesOfOneScenario(7)).isEqualTo(statesOfOneScenario(7)).isPositive();
  }

  private static long statesOfOneScenario(long seed) {
    return new CrashExplorer(
            new CrashExplorer.Limits(seed, AT_MOST, 0, 1, 20),
            () -> Wiring.AS_IT_IS,
            true,
            List.of(Scenarios.named("sweep")))
        .explore()
        .states();
  }

  @Test
  void aStateCanBeReplayedFromItsPath() {
    Replay replay = Replay.of("open-new/0:dead");

    assertThat(replay.isBroken()).isFalse();
    assertThat(replay.lines())
        .contains("crash 0:dead")
        .anyMatch(line -> line.contains("hot create"));
    assertThatThrownBy(() -> Replay.of("open-new/999999:dead"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Replay.of("no-such-scenario"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pathsAndWalksAreTheSameWhenTheyAreReadAgain() {
    String path = "walk-17/3:0.2.1/5:dead/7:";

    assertThat(CrashPath.parse(path).toString()).isEqualTo(path);
    assertThat(Walks.isName("walk-17")).isTrue();
    assertThat(Walks.isName("discard")).isFalse();
    assertThatThrownBy(() -> CrashPath.parse("discard/x")).isInstanceOf(RuntimeException.class);
  }
}
