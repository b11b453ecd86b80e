package dev.permafrost.backend;

import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The real clock, except for pauses: they take no time and move the clock by their length, so that
 * a test with waits of hours ends immediately while a server's silence is still measured.
 */
public final class SkippingTime implements TimeSource {

  private final List<Duration> pauses = new ArrayList<>();
  private long skippedNanos;

  @Override
  public synchronized long nanoTime() {
    return System.nanoTime() + skippedNanos;
  }

  @Override
  public synchronized void pause(Duration howLong, CancelToken cancel) {
    pauses.add(howLong);
    skippedNanos += Math.max(0, howLong.toNanos());
  }

  /** The pauses so far. */
  public synchronized List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  /** All pauses together. */
  synchronized Duration skipped() {
    return Duration.ofNanos(skippedNanos);
  }
}
