package dev.permafrost.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Numbers with their units. */
final class QuantityTest {

  @Test
  void countsHaveTheirThousandsApart() {
    assertThat(Quantity.count(0)).isEqualTo("0");
    assertThat(Quantity.count(999)).isEqualTo("999");
    assertThat(Quantity.count(10_000)).isEqualTo("10,000");
    assertThat(Quantity.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Quantity.count(-1_000)).isEqualTo("-1,000");
  }

  @Test
  void sizesAreDecimal() {
    assertThat(Quantity.bytes(0)).isEqualTo("0 B");
    assertThat(Quantity.bytes(999)).isEqualTo("999 B");
    assertThat(Quantity.bytes(1_000)).isEqualTo("1.0 kB");
    assertThat(Quantity.bytes(999_949)).isEqualTo("999.9 kB");
    assertThat(Quantity.bytes(999_950)).isEqualTo("1.0 MB");
    assertThat(Quantity.bytes(3_720_000_000L)).isEqualTo("3.7 GB");
    assertThat(Quantity.bytes(Long.MAX_VALUE)).endsWith(" TB");
  }

  @Test
  void timesGrowCoarserAsTheyGrow() {
    assertThat(Quantity.time(Duration.ofMillis(340))).isEqualTo("0.3 s");
    assertThat(Quantity.time(Duration.ofSeconds(59))).isEqualTo("59.0 s");
    assertThat(Quantity.time(Duration.ofSeconds(252))).isEqualTo("4 min 12 s");
    assertThat(Quantity.time(Duration.ofMinutes(185))).isEqualTo("3 h 5 min");
  }

  @Test
  void ratesNeedATime() {
    assertThat(Quantity.rate(10_000, Duration.ofSeconds(4))).isEqualTo("2,500/s");
    assertThat(Quantity.rate(10_000, Duration.ZERO)).isEqualTo("-");
    assertThat(Quantity.rate(0, Duration.ofSeconds(1))).isEqualTo("-");
    assertThat(Quantity.byteRate(5_000_000, Duration.ofSeconds(2))).isEqualTo("2.5 MB/s");
  }
}
