package dev.permafrost.prove.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What an exploration of faults must not leave out. */
final class FaultsPartTest {

  private static final RealReport NO_REAL = new RealReport(List.of(), List.of());

  private final FaultsPart part = new FaultsPart();

  @Test
  void everyKindOfFaultAtEveryOperationIsDue() {
    assertThat(part.missed(report(50, 1), NO_REAL)).isEmpty();
    assertThat(part.missed(report(49, 1), NO_REAL)).hasSize(1);
    assertThat(part.missed(report(50, 0), NO_REAL)).hasSize(1);
  }

  @Test
  void soManyOfEachScenarioAreDueWhereSoManyAreAskedFor() {
    part.perScenario = 3;

    assertThat(part.missed(report(6, 1), NO_REAL)).isEmpty();
    assertThat(part.missed(report(5, 1), NO_REAL)).hasSize(1);
  }

  @Test
  void soManyPointsOfEachRealFaultAreDue() {
    RealReport none = new RealReport(List.of(new RealReport.Row("full", List.of())), List.of());
    RealReport skipped = new RealReport(List.of(), List.of("full: no volume"));

    assertThat(part.missed(report(50, 1), none)).hasSize(1);
    assertThat(part.missed(report(50, 1), skipped)).isEmpty();
  }

  private static FaultReport report(long faults, long cuts) {
    return new FaultReport(2, 10, faults, cuts, List.of(), 7, 1);
  }
}
