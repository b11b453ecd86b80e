package dev.permafrost.prove.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
  void aVolumeIsCutBeforeEachOperationOnItAndTheOthersGoOn() {
    try (Bench bench = new Bench()) {
      Plan plan = plan("freeze-two-kinds", bench);
      List<VolumeLosses.Loss> losses = VolumeLosses.of(plan);

      assertThat(losses.stream().map(VolumeLosses.Loss::mount).distinct().map(Path::toString))
          .containsExactlyInAnyOrder("/fast", "/hot", "/cold");
      long syncOfThePack =
          plan.steps().stream()
              .filter(step -> step.name().equals("sync") && step.subject().endsWith(".pack"))
              .findFirst()
              .orElseThrow()
              .number();
      VolumeLosses.Run run =
          VolumeLosses.run(
              plan,
              new VolumeLosses.Loss(syncOfThePack, Path.of("/cold")),
              () -> Wiring.AS_IT_IS,
              bench,
              Recorder.NewPoint.ALWAYS);

      assertThat(run.violations()).isEmpty();
      assertThat(run.trace().get(0)).contains(" sync /cold/");
      assertThat(run.trace().get(run.trace().size() - 1)).contains("DurabilityFailure");
      assertThat(run.points().get(0).step()).isEqualTo(syncOfThePack);
    }
  }

  @Test
  void aStoreOnOneVolumeHasNoneThatIsCutBeforeTheOthers() {
    try (Bench bench = new Bench()) {
      assertThat(VolumeLosses.of(plan("discard", bench))).isEmpty();
    }
  }

  @Test
  void aStateBehindALostVolumeCanBeReplayed() {
    Replay replay = Replay.of("make-store-on-volumes/20@cold/20:");

    assertThat(replay.isBroken()).isFalse();
    assertThat(replay.lines()).contains("lost 20@cold").anyMatch(line -> line.startsWith("ended"));
    assertThatThrownBy(() -> Replay.of("make-store-on-volumes/20@nowhere/20:"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/nowhere");
  }

  private static Plan plan(String scenario, Bench bench) {
    return Plan.of(
        Scenarios.named(scenario), Golden.make(bench), () -> Wiring.AS_IT_IS, bench, true);
  }

  @Test
  void pathsAndWalksAreTheSameWhenTheyAreReadAgain() {
    String path = "walk-17/3:0.2.1/5:dead/7:";

    assertThat(CrashPath.parse(path).toString()).isEqualTo(path);
    String behindLoss = "prune/12@cold/17:0.2.1/5:dead";
    assertThat(CrashPath.parse(behindLoss).toString()).isEqualTo(behindLoss);
    assertThat(Walks.isName("walk-17")).isTrue();
    assertThat(Walks.isName("discard")).isFalse();
    assertThatThrownBy(() -> CrashPath.parse("discard/x")).isInstanceOf(RuntimeException.class);
  }
}
