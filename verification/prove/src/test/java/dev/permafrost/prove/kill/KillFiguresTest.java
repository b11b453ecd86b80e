package dev.permafrost.prove.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.prove.workload.Phase;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a run of kills counts as a proof. */
final class KillFiguresTest {

  @Test
  void allKillsWithoutAViolationOrALeakHold() {
    KillFigures figures = figures(14, each(2), List.of(), List.of());

    assertThat(figures.hold()).isTrue();
    assertThat(figures.line())
        .isEqualTo(
            "kill: rounds=14 kills=14 starting=2 opening=2 ingesting=2 freezing=2 discarding=2"
                + " removing=2 following=2 acknowledged=7 refused=21 violations=0 leaks=0"
                + " seconds=1.5 seed=-4");
  }

  @Test
  void aViolationALeakOrFewerKillsDoNot() {
    assertThat(figures(14, each(2), List.of("I1"), List.of()).hold()).isFalse();
    assertThat(figures(14, each(2), List.of(), List.of("a file")).hold()).isFalse();
    assertThat(figures(15, each(2), List.of(), List.of()).hold()).isFalse();
  }

  @Test
  void thirtyKillsThatSpareAPhaseDoNot() {
    Map<Phase, Integer> killsIn = each(6);
    assertThat(figures(30, killsIn, List.of(), List.of()).hold()).isTrue();

    killsIn.remove(Phase.FREEZING);

    assertThat(figures(30, killsIn, List.of(), List.of()).hold()).isFalse();
  }

  @Test
  void nothingAcknowledgedOrAWayInThatWasNotTriedDoesNot() {
    assertThat(new KillFigures(7, each(1), 0, 21, List.of(), List.of(), 1, 1).hold()).isFalse();
    assertThat(new KillFigures(7, each(1), 7, 20, List.of(), List.of(), 1, 1).hold()).isFalse();
  }

  private static Map<Phase, Integer> each(int kills) {
    Map<Phase, Integer> killsIn = new EnumMap<>(Phase.class);
    for (Phase phase : KillRun.PHASES) {
      killsIn.put(phase, kills);
    }
    return killsIn;
  }

  private static KillFigures figures(
      int rounds, Map<Phase, Integer> killsIn, List<String> violations, List<String> leaks) {
    return new KillFigures(rounds, killsIn, 7, 21, violations, leaks, 1.5, -4);
  }
}
