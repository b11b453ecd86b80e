package dev.permafrost.domain.freeze;

import static dev.permafrost.domain.store.TestMachine.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.work.ManualTime;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How much a freeze reads and writes a second, on a clock that only its pauses move. */
final class IoThrottleTest {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  private final ManualTime time = new ManualTime();
  private final IoThrottle throttle = new IoThrottle(OptionalLong.of(1_000), time);

  private void pay(long bytes) {
    throttle.pay(bytes, CancelToken.NEVER);
  }

  @Test
  void whatWasPaidForIsWaitedForByTheNext() {
    pay(500);
    assertThat(time.elapsed()).isEqualTo(Duration.ZERO);
    pay(2_000);
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(500));
    pay(1);
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(2_500));
  }

  @Test
  void timeThatThePayerNeededItselfCountsAndIsNotSavedUp() {
    pay(500);
    time.advance(Duration.ofMillis(400));
    pay(1_000);
    assertThat(time.pauses()).containsExactly(Duration.ofMillis(100));

    time.advance(Duration.ofSeconds(60));
    pay(1_000);
    pay(1_000);
    assertThat(time.pauses()).containsExactly(Duration.ofMillis(100), Duration.ofSeconds(1));
  }

  @Test
  void withoutALimitNobodyWaits() {
    IoThrottle none = new IoThrottle(OptionalLong.empty(), time);
    none.pay(Long.MAX_VALUE, CancelToken.NEVER);
    none.pay(Long.MAX_VALUE, CancelToken.NEVER);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void whoIsCancelledWhileWaitingStops() {
    CancelSource source = new CancelSource();
    time.at(Duration.ofMillis(700), source::cancel);
    throttle.pay(5_000, source.token());
    assertThatExceptionOfType(Cancelled.class).isThrownBy(() -> throttle.pay(1, source.token()));
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(700));
  }

  @Test
  void aLimitOfNothingIsABugOfTheCaller() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FreezeSettings(true, OptionalLong.of(0)))
        .withMessageContaining("0 bytes a second");
  }

  @Test
  void localFramesAreReadAndWrittenAndThoseOfALakeOnlyWritten() {
    assertThat(secondsToFreeze(true)).isBetween(1.9, 2.1);
    assertThat(secondsToFreeze(false)).isBetween(0.95, 1.05);
  }

  /** With a limit of one chunk's pack a second; the last ledger is paid for and not waited for. */
  private static double secondsToFreeze(boolean fromHot) {
    TestMachine machine = new TestMachine();
    try (Store store = machine.open()) {
      if (fromHot) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      }
    }
    long frameBytes = 0;
    long lastFrameBytes = 0;
    for (long sequence = 2; sequence <= 5; sequence++) {
      lastFrameBytes = TestMachine.frameBytes(sequence);
      frameBytes += lastFrameBytes;
    }
    machine.freezing(new FreezeSettings(true, OptionalLong.of(frameBytes - lastFrameBytes)));
    Duration before = machine.time.elapsed();
    try (Store store = machine.open()) {
      store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER);
    }
    machine.requireNothingOpen();
    return machine.time.elapsed().minus(before).toNanos() / 1e9;
  }
}
