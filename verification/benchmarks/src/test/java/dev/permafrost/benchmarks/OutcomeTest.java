package dev.permafrost.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.permafrost.benchmarks.Row.Bound;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A row is judged by the median of its rounds. */
final class OutcomeTest {

  @Test
  void theMedianIsTheMiddleOneOrLiesBetweenTheTwoInTheMiddle() {
    assertThat(least(1, 0.9, 0.2, 0.5).ratio()).isEqualTo(0.5);
    assertThat(least(1, 4, 1, 2, 3).ratio()).isEqualTo(2.5);
  }

  @Test
  void aMedianThatReachesWhatItMustIsGoodHoweverTheRoundsSpread() {
    assertThat(least(0.85, 0.1, 0.85, 9).isGood()).isTrue();
    assertThat(most(1.5, 9, 1.5, 0.1).isGood()).isTrue();
  }

  @Test
  void aMedianThatMissesByLittleIsGoodWhereWhatItMustLiesBetweenTheQuartiles() {
    assertThat(least(1, 0.90, 0.96, 0.97, 1.01, 1.02).isGood()).isTrue();
    assertThat(most(1, 0.98, 0.99, 1.03, 1.04, 1.10).isGood()).isTrue();
  }

  @Test
  void aMedianThatMissesByLittleIsShortWhereNearlyAllRoundsMiss() {
    assertThat(least(1, 0.96, 0.96, 0.97, 0.97, 1.02).isGood()).isFalse();
    assertThat(most(1, 0.98, 1.03, 1.03, 1.04, 1.04).isGood()).isFalse();
  }

  @Test
  void aMedianThatMissesByMoreIsShortHoweverTheRoundsSpread() {
    assertThat(least(1, 0.5, 0.5, 0.94, 1.5, 1.5).isGood()).isFalse();
    assertThat(most(1, 0.5, 0.5, 1.06, 1.5, 1.5).isGood()).isFalse();
  }

  @Test
  void theLineSaysAllOfIt() {
    assertThat(least(0.85, 0.8, 0.9, 1).line())
        .isEqualTo("row ratio=0.900 must=0.85 rounds=3 spread=0.800..1.000 ok");
    assertThat(most(1.5, 2).line())
        .isEqualTo("row ratio=2.000 must=1.5 rounds=1 spread=2.000..2.000 short");
  }

  @Test
  void figuresAreMediansByName() {
    Outcome outcome =
        new Outcome(
            "row",
            1,
            Bound.AT_LEAST,
            List.of(
                new Round(1, Map.of("a_s", 1.0)),
                new Round(1, Map.of("a_s", 3.0)),
                new Round(1, Map.of("a_s", 2.0))));

    assertThat(outcome.figures()).containsExactly(entry("a_s", 2.0));
  }

  @Test
  void withoutRoundsThereIsNoOutcome() {
    assertThatIllegalArgumentException().isThrownBy(() -> least(1));
  }

  private static Outcome least(double must, double... ratios) {
    return outcome(must, Bound.AT_LEAST, ratios);
  }

  private static Outcome most(double must, double... ratios) {
    return outcome(must, Bound.AT_MOST, ratios);
  }

  private static Outcome outcome(double must, Bound bound, double... ratios) {
    return new Outcome(
        "row",
        must,
        bound,
        Arrays.stream(ratios).mapToObj(ratio -> new Round(ratio, Map.of())).toList());
  }
}
