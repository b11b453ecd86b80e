package dev.permafrost.testkit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link TimeSource} does. Extend it, and say which one. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class TimeSourceContract {

  private static final Duration FOR_EVER = Duration.ofDays(1);

  /** For subclasses. */
  protected TimeSourceContract() {}

  /** The time source under test. */
  protected abstract TimeSource time();

  @Test
  final void timeNeverGoesBack() {
    TimeSource time = time();
    long last = time.nanoTime();
    for (int i = 0; i < 10_000; i++) {
      long now = time.nanoTime();
      assertThat(now - last).isGreaterThanOrEqualTo(0);
      last = now;
    }
  }

  @Test
  final void aPauseTakesAtLeastItsTime() {
    TimeSource time = time();
    Duration pause = Duration.ofMillis(20);
    long before = time.nanoTime();
    time.pause(pause, CancelToken.NEVER);
    assertThat(time.nanoTime() - before).isGreaterThanOrEqualTo(pause.toNanos());
  }

  @Test
  final void aPauseOfNothingOrLessReturnsAtOnce() {
    time().pause(Duration.ZERO, CancelToken.NEVER);
    time().pause(FOR_EVER.negated(), CancelToken.NEVER);
  }

  @Test
  final void aPauseUnderACancelledTokenReturnsAtOnceAndThrowsNothing() {
    CancelSource cancel = new CancelSource();
    cancel.cancel();
    TimeSource time = time();
    long before = time.nanoTime();
    time.pause(FOR_EVER, cancel.token());
    assertThat(time.nanoTime() - before).isLessThan(FOR_EVER.toNanos());
  }

  @Test
  final void cancellingFromAnotherThreadEndsAPause() throws InterruptedException {
    CancelSource cancel = new CancelSource();
    Thread canceller = new Thread(cancel::cancel);
    CancelToken token =
        new CancelToken() {
          @Override
          public boolean isCancelled() {
            return cancel.token().isCancelled();
          }

          @Override
          public Registration onCancel(Runnable action) {
            Registration registration = cancel.token().onCancel(action);
            canceller.start();
            return registration;
          }
        };
    time().pause(FOR_EVER, token);
    canceller.join();
  }

  @Test
  final void aPauseTakesBackWhatItRegisteredWithTheToken() {
    AtomicInteger registered = new AtomicInteger();
    CancelToken counting =
        new CancelToken() {
          @Override
          public boolean isCancelled() {
            return false;
          }

          @Override
          public Registration onCancel(Runnable action) {
            registered.incrementAndGet();
            return registered::decrementAndGet;
          }
        };
    time().pause(Duration.ofMillis(1), counting);
    assertThat(registered).hasValue(0);
  }
}
