package dev.permafrost.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.app.outcome.WrongUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRateTest {

  @Test
  void unitsAreThousands() {
    assertThat(ByteRate.parse("1")).isEqualTo(1);
    assertThat(ByteRate.parse("500K")).isEqualTo(500_000);
    assertThat(ByteRate.parse("100M")).isEqualTo(100_000_000);
    assertThat(ByteRate.parse("999999999G")).isEqualTo(999_999_999_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0M", "-1", "1.5M", "1 M", "10MB", "10m", "9999999999"})
  void whatIsNoRateIsSaidSo(String text) {
    assertThatExceptionOfType(WrongUsage.class)
        .isThrownBy(() -> ByteRate.parse(text))
        .withMessageContaining("'" + text + "'");
  }
}
