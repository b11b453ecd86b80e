package dev.permafrost.ports.work;

import java.time.Duration;

/** Time as a parameter: a monotonic clock, and waiting. */
public interface TimeSource {

  /** Nanoseconds of a monotonic clock; only differences are meaningful. */
  long nanoTime();

  /**
   * Waits; returns early, without throwing, when the token is cancelled.
   *
   * @param howLong zero or less returns at once
   */
  void pause(Duration howLong, CancelToken cancel);
}
