package dev.permafrost.prove.power;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.prove.workload.Phase;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a run of power cuts counts as a proof. */
final class PowerFiguresTest {

  private final Map<FileSystem, Map<Phase, Integer>> cuts = new EnumMap<>(FileSystem.class);

  @Test
  void allCutsWithoutAViolationHold() {
    cutEach(1);

    assertThat(figures(28, 7, List.of()).hold()).isTrue();
    assertThat(figures(28, 7, List.of()).line())
        .isEqualTo(
            "power: filesystems=2 cuts=28 acknowledged=7 mended=3 settled=2 violations=0 seed=-4"
                + " seconds=1.5");
    assertThat(figures(28, 7, List.of()).table())
        .hasSize(1 + PowerRun.PHASES.size())
        .first()
        .asString()
        .isEqualTo("cut while           ext4   xfs");
  }

  @Test
  void aViolationFewerCutsOrNothingAcknowledgedDoNot() {
    cutEach(1);

    assertThat(figures(28, 7, List.of("I1")).hold()).isFalse();
    assertThat(figures(29, 7, List.of()).hold()).isFalse();
    assertThat(figures(28, 0, List.of()).hold()).isFalse();
  }

  @Test
  void cutsOfOneFileSystemAloneDoNot() {
    cutEach(1);
    cuts.remove(FileSystem.XFS);

    assertThat(figures(14, 7, List.of()).hold()).isFalse();
  }

  @Test
  void threeHundredCutsOfWhichFewerThanTenFellInAPhaseDoNot() {
    cutEach(11);
    assertThat(figures(300, 7, List.of()).hold()).isTrue();

    cuts.values().forEach(ofPhases -> ofPhases.put(Phase.PRUNING, 4));

    assertThat(figures(290, 7, List.of()).hold()).isTrue();
    assertThat(figures(300, 7, List.of()).missed())
        .containsExactly("only 294 of 300 cuts were made", "only 8 cuts fell in pruning");
  }

  private void cutEach(int times) {
    for (FileSystem kind : FileSystem.values()) {
      Map<Phase, Integer> ofPhases = new EnumMap<>(Phase.class);
      PowerRun.PHASES.forEach(phase -> ofPhases.put(phase, times));
      cuts.put(kind, ofPhases);
    }
  }

  private PowerFigures figures(int wanted, long acknowledged, List<String> violations) {
    return new PowerFigures(wanted, cuts, acknowledged, 3, 2, violations, 1.5, -4);
  }
}
