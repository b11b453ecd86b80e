package dev.permafrost.prove.kill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The short form of {@code bin/prove kill}. */
final class KillRunTest {

  @Test
  void thirtyKilledProcessesLoseNothingAndLeaveNothing() {
    long seed = Long.getLong("permafrost.seed", System.nanoTime());

    KillFigures figures = new KillRun(30, seed).run();

    System.out.println(figures.line());
    assertThat(figures.violations()).as(figures.line()).isEmpty();
    assertThat(figures.leaks()).as(figures.line()).isEmpty();
    assertThat(figures.kills()).isEqualTo(30);
    assertThat(figures.killsIn().keySet()).as(figures.line()).contains(Phase.values());
    assertThat(figures.acknowledged()).isPositive();
    assertThat(figures.refused()).isEqualTo(21);
    assertThat(figures.hold()).isTrue();
  }
}
