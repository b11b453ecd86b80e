package dev.permafrost.backend.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Waits double up to a cap, have jitter in them, and respect what the server asks for. */
class BackOffTest {

  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(2);
  private static final double ALMOST_ONE = 0.999_999_999;

  @Test
  void waitsDoubleUpToTheCap() {
    BackOff most = new BackOff(FIRST, LONGEST, () -> ALMOST_ONE);
    long[] expectedMillis = {100, 200, 400, 800, 1600, 2000, 2000};
    for (int i = 0; i < expectedMillis.length; i++) {
      assertThat(most.before(i + 1, Optional.empty()).orElseThrow())
          .isCloseTo(Duration.ofMillis(expectedMillis[i]), Duration.ofMillis(1));
    }
    assertThat(most.before(Integer.MAX_VALUE, Optional.empty()).orElseThrow())
        .isCloseTo(LONGEST, Duration.ofMillis(1));
  }

  @Test
  void aRandomHalfIsTakenOff() {
    BackOff least = new BackOff(FIRST, LONGEST, () -> 0.0);
    assertThat(least.before(1, Optional.empty())).hasValue(Duration.ofMillis(50));
    assertThat(least.before(20, Optional.empty())).hasValue(Duration.ofSeconds(1));
  }

  @Test
  void whatTheServerAsksForIsTheLeast() {
    BackOff backOff = new BackOff(FIRST, LONGEST, () -> 0.0);
    assertThat(backOff.before(1, Optional.of(Duration.ofSeconds(2))))
        .hasValue(Duration.ofSeconds(2));
    assertThat(backOff.before(20, Optional.of(Duration.ofMillis(1))))
        .hasValue(Duration.ofSeconds(1));
    assertThat(backOff.before(1, Optional.of(Duration.ZERO))).hasValue(Duration.ofMillis(50));
  }

  @Test
  void aServerThatAsksForMoreThanIsToleratedIsGivenUp() {
    BackOff backOff = new BackOff(FIRST, LONGEST, () -> 0.0);
    assertThat(backOff.before(1, Optional.of(LONGEST.plusNanos(1)))).isEmpty();
  }
}
