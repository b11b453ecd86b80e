package dev.permafrost.ports.work;

import java.time.Duration;

/** Time as a parameter: a steady clock, and waiting on it. */
public interface TimeSource {

  /** Nanoseconds of a clock that only goes forward; only differences mean something. */
  long nanoTime();

  /**
   * Waits; returns early, without throwing, when the token is cancelled.
   *
   * @param howLong zero or less returns at once
   */
  void pause(Duration howLong, CancelToken cancel);
}
