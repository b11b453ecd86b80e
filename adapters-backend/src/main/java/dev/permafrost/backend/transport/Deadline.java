package dev.permafrost.backend.transport;

import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;

/**
 * When a caller's question must be answered, however many requests that takes, with the clock to
 * tell and the token that may cancel the question before.
 */
public final class Deadline {

  /** A hundred years: more than any caller means, and far from where nanoseconds overflow. */
  public static final Duration LONGEST = Duration.ofDays(36_500);

  private final TimeSource time;
  private final CancelToken cancel;
  private final long deadlineNanos;

  private Deadline(TimeSource time, CancelToken cancel, long deadlineNanos) {
    this.time = time;
    this.cancel = cancel;
    this.deadlineNanos = deadlineNanos;
  }

  /** The deadline of a question that may take so long from now on. */
  public static Deadline within(Duration timeLeft, TimeSource time, CancelToken cancel) {
    Duration bounded = timeLeft.compareTo(LONGEST) > 0 ? LONGEST : timeLeft;
    return new Deadline(time, cancel, time.nanoTime() + bounded.toNanos());
  }

  /**
   * The deadline of one of several questions that are asked one after another in the time that is
   * left: the last one has all of that, and the others leave the later ones theirs.
   *
   * @param questions how many there are still, this one too
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
   * Ends the question if its time is over or it was cancelled.
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
