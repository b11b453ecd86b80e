package dev.permafrost.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.app.outcome.WrongUsage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lengths of time. */
final class TimeSpanTest {

  @Test
  void aNumberHasAUnit() {
    assertThat(TimeSpan.parse("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(TimeSpan.parse("30s")).isEqualTo(Duration.ofSeconds(30));
    assertThat(TimeSpan.parse("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThat(TimeSpan.parse("2h")).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void zeroNeedsNone() {
    assertThat(TimeSpan.parse("0")).isEqualTo(Duration.ZERO);
    assertThat(TimeSpan.parse("0s")).isEqualTo(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "-5m", "m", "5 m", "1.5m", "5d", "PT5M", "5M", "9999999999s"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("'" + text + "'");
  }
}
