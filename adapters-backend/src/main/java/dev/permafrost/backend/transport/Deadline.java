package dev.permafrost.backend.transport;

import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;

/**
 * The deadline of a caller's question, however many requests it takes, with its clock and its
 * cancel token.
 */
public final class Deadline {

  /** A hundred years: more than any caller needs, and far from an overflow of nanoseconds. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  private final TimeSource time;
  private final CancelToken cancel;
  private final long deadlineNanos;

  private Deadline(TimeSource time, CancelToken cancel, long deadlineNanos) {
    this.time = time;
    this.cancel = cancel;
    this.deadlineNanos = deadlineNanos;
  }

  /** The deadline of a question that may take this long from now on. */
  public static Deadline within(Duration timeLeft, TimeSource time, CancelToken cancel) {
    Duration bounded = timeLeft.compareTo(LONGEST) > 0 ? LONGEST : timeLeft;
    return new Deadline(time, cancel, time.nanoTime() + bounded.toNanos());
  }

  /**
   * The deadline for one of several consecutive questions that share the remaining time: the last
   * one may use all that is left, the others must leave time for later ones.
   *
   * @param questions how many there are still, including this one
   * @param mostForOne how long one may take that is not the last
   */
  public Deadline share(int questions, Duration mostForOne) {
    return questions == 1
        ? this
        : within(
            Duration.ofNanos(Math.min(leftNanos() / questions, mostForOne.toNanos())),
            time,
            cancel);
  }

  public TimeSource time() {
    return time;
  }

  public CancelToken cancel() {
    return cancel;
  }

  /** How much time is left; 0 or less when it is over. */
  public long leftNanos() {
    return deadlineNanos - time.nanoTime();
  }

  /**
   * Throws if the time is over or the question was cancelled.
   *
   * @param doing what is being waited for, in words
   */
  public void check(String location, String doing) {
    cancel.throwIfCancelled();
    if (leftNanos() <= 0) {
      throw new BackendUnreachable(location, "no time is left for " + doing, null);
    }
  }
}
