package dev.permafrost.prove.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The short form of the exploration, with a printed seed. */
final class CrashExplorerTest {

  /** What the short form reaches, however slow the machine is. */
  private static final long STATES = Long.getLong("permafrost.states", 20_000);

  private static final Duration AT_MOST = Duration.ofMinutes(10);
  private static final int WORKERS = 2;

  @Test
  void noCrashAtAnyOperationBreaksAPromise() {
    long seed = Long.getLong("permafrost.seed", System.nanoTime());

    Exploration exploration =
        new CrashExplorer(new CrashExplorer.Limits(seed, AT_MOST, STATES, WORKERS, 20)).explore();

    System.out.println(exploration.line());
    assertThat(exploration.failures()).isEmpty();
    assertThat(exploration.bound()).as("every first crash, up to this bound").isEqualTo(64);
    assertThat(exploration.states()).isGreaterThanOrEqualTo(STATES);
  }

  @Test
  void everyMutantOfTheProtocolIsCaught() {
    KillTable table = KillTable.make(1, WORKERS, Duration.ofMinutes(5));

    table.lines().forEach(System.out::println);
    assertThat(table.rows()).hasSize(21);
    assertThat(table.rows().stream().filter(row -> !row.watched().equals("-")).count())
        .as("mutants whose forbidden step the watch sees without any crash")
        .isGreaterThanOrEqualTo(10);
    assertThat(table.rows())
        .allSatisfy(row -> assertThat(row.isCaught()).as(row.mutant()).isTrue());
  }

  @Test
  void whatIsSeenDependsOnTheSeedAlone() {
    assertThat(statesOfOneScenario(7)).isEqualTo(statesOfOneScenario(7)).isPositive();
  }

  private static long statesOfOneScenario(long seed) {
    return new CrashExplorer(
            new CrashExplorer.Limits(seed, AT_MOST, 0, 1, 20),
            () -> Wiring.AS_IT_IS,
            true,
            Scenarios.ALL.subList(0, 1))
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
