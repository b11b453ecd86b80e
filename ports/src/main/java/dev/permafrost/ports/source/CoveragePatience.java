package dev.permafrost.ports.source;

import java.time.Duration;

/**
 * How long to wait for a backend to cover a ledger.
 *
 * @param limit at most this long; zero asks once
 * @param interval how long between two requests; positive
 * @param question how long the single request may take if the limit is zero; positive
 */
public record CoveragePatience(Duration limit, Duration interval, Duration question) {

  /** Five minutes, asking every five seconds. */
  public static final CoveragePatience DEFAULT = upTo(Duration.ofMinutes(5));

  /**
   * Checks the durations.
   *
   * @throws IllegalArgumentException if one is negative, or zero where it must not be
   */
  public CoveragePatience {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("the coverage timeout is negative: " + limit);
    }
    if (interval.isNegative() || interval.isZero() || question.isNegative() || question.isZero()) {
      throw new IllegalArgumentException("an interval is positive: " + interval + ", " + question);
    }
  }

  /** A wait up to a limit, asking every five seconds. */
  public static CoveragePatience upTo(Duration limit) {
    return new CoveragePatience(limit, Duration.ofSeconds(5), Duration.ofSeconds(30));
  }
}
