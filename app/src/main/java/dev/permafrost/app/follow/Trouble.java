package dev.permafrost.app.follow;

import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Waits out temporary problems. Reports them when they begin, once an hour, and when they end.
 * Pauses double up to a minute. Uses a monotonic clock, so that a jump of the wall clock has no
 * effect. Not thread-safe.
 */
final class Trouble {

  private final TimeSource time;
  private final Duration first;
  private final Consumer<String> log;
  private Duration pause;
  private boolean lasts;
  private long toldNanos;

  Trouble(TimeSource time, Duration first, Consumer<String> log) {
    this.time = time;
    this.first = first;
    this.log = log;
    this.pause = first;
  }

  /** Waits, if a later try may help; otherwise throws the failure. */
  void waitOut(String what, StorageFailure failure, CancelToken cancel) {
    switch (failure.remedy()) {
      case TRY_LATER -> {
        if (!lasts || sinceTold().compareTo(FollowPlan.TELL_AGAIN) >= 0) {
          log.accept(what + ": " + failure.getMessage() + "; trying again");
          toldNanos = time.nanoTime();
        }
        lasts = true;
        time.pause(pause, cancel);
        Duration doubled = pause.multipliedBy(2);
        pause =
            doubled.compareTo(FollowPlan.LONGEST_PAUSE) > 0 ? FollowPlan.LONGEST_PAUSE : doubled;
      }
      case REPLACE_DATA, CHANGE_REQUEST, OPERATOR, NONE -> throw failure;
    }
  }

  /** Records a success. */
  void isOver(String what) {
    if (lasts) {
      log.accept(what + " continues");
    }
    lasts = false;
    pause = first;
  }

  private Duration sinceTold() {
    return Duration.ofNanos(time.nanoTime() - toldNanos);
  }
}
