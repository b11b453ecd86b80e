package dev.permafrost.prove.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.prove.crash.Bench;
import dev.permafrost.prove.crash.Wiring;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a rule that is broken counts as caught; {@code bin/prove fault-mutants} breaks all. */
final class FaultMutantsTest {

  @Test
  void thereAreEightMutantsAndFourLooksAtTheCodeAsItIs() {
    assertThat(FaultMutants.all()).hasSize(12);
    assertThat(FaultMutants.all().stream().filter(mutant -> mutant.breaks().isEmpty())).hasSize(4);
  }

  @Test
  void whatMustBeBrokenIsBrokenAndWhatMustNotIsNot() {
    FaultMutant mutant = mutant(Set.of("a", "b"), Set.of("c"));

    assertThat(mutant.isCaughtBy(Set.of("a", "b", "d"))).isTrue();
    assertThat(mutant.isCaughtBy(Set.of("a"))).isFalse();
    assertThat(mutant.isCaughtBy(Set.of("a", "b", "c"))).isFalse();
  }

  @Test
  void theCodeAsItIsMayBreakNothing() {
    assertThat(mutant(Set.of(), Set.of()).isCaughtBy(Set.of())).isTrue();
    assertThat(mutant(Set.of(), Set.of()).isCaughtBy(Set.of("a"))).isFalse();
  }

  @Test
  void aFailedSyncThatIsSwallowedIsSeen() {
    FaultMutant swallowing =
        FaultMutants.all().stream()
            .filter(mutant -> mutant.name().equals("a failed sync is swallowed"))
            .findFirst()
            .orElseThrow();
    try (Bench bench = new Bench()) {
      assertThat(swallowing.broken(bench))
          .contains(SyncWatch.BELIEVED)
          .doesNotContain(SyncWatch.RETRIED);
    }
  }

  private static FaultMutant mutant(Set<String> breaks, Set<String> spares) {
    return new FaultMutant("one", "sweep", " sync ", Wiring.AS_IT_IS, breaks, spares);
  }
}
