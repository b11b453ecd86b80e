package dev.permafrost.threads;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import dev.permafrost.testkit.work.TimeSourceContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The contract of time, on the machine's clock. */
final class SystemTimeTest extends TimeSourceContract {

  @Override
  protected TimeSource time() {
    return new SystemTime();
  }

  @Test
  void anInterruptEndsNoPauseAndIsNotLost() {
    Thread.currentThread().interrupt();
    long before = System.nanoTime();
    new SystemTime().pause(Duration.ofMillis(20), CancelToken.NEVER);
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000L);
    assertThat(Thread.interrupted()).isTrue();
  }
}
