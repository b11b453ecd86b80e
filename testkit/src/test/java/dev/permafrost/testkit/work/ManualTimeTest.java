package dev.permafrost.testkit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of time, and that this one passes only when told. */
final class ManualTimeTest extends TimeSourceContract {

  @Override
  protected TimeSource time() {
    return new ManualTime();
  }

  @Test
  void timePassesByPausesAndByHandExactly() {
    ManualTime time = new ManualTime();
    long begin = time.nanoTime();
    time.pause(Duration.ofSeconds(3), CancelToken.NEVER);
    time.pause(Duration.ofSeconds(-3), CancelToken.NEVER);
    time.advance(Duration.ofMillis(5));
    assertThat(time.nanoTime() - begin).isEqualTo(3_005_000_000L);
    assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(3_005));
    assertThat(time.pauses()).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(-3));
  }

  @Test
  void appointmentsHappenInOrderAtTheirTime() {
    ManualTime time = new ManualTime();
    List<String> happened = new ArrayList<>();
    time.at(Duration.ofSeconds(5), () -> happened.add("five " + time.elapsed().toSeconds()));
    time.at(Duration.ofSeconds(2), () -> happened.add("two " + time.elapsed().toSeconds()));
    time.at(Duration.ofSeconds(2), () -> happened.add("also " + time.elapsed().toSeconds()));
    time.at(Duration.ofSeconds(9), () -> happened.add("nine"));
    time.pause(Duration.ofSeconds(8), CancelToken.NEVER);
    assertThat(happened).containsExactly("two 2", "also 2", "five 5");
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(8));
    assertThatIllegalArgumentException().isThrownBy(() -> time.at(Duration.ofSeconds(7), () -> {}));
  }

  @Test
  void timeStandsStillFromTheMomentOfACancellation() {
    ManualTime time = new ManualTime();
    CancelSource cancel = new CancelSource();
    time.at(Duration.ofSeconds(2), cancel::cancel);
    time.pause(Duration.ofSeconds(8), cancel.token());
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(2));
  }
}
