package dev.permafrost.backend.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * Computes how long to wait before a request is repeated: twice as long each time up to a maximum,
 * minus a random part of up to a half, so that many clients that failed together do not return
 * together; and never less than the server asks for.
 */
public final class BackOff {

  private final Duration first;
  private final Duration longest;
  private final DoubleSupplier random;

  /**
   * Creates the back-off from its limits.
   *
   * @param random numbers from 0 on and below 1
   */
  public BackOff(Duration first, Duration longest, DoubleSupplier random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** The maximum of the first wait. */
  Duration first() {
    return first;
  }

  /**
   * The wait before a repetition, or empty if the server asks for a longer one than allowed.
   *
   * @param repetition which one, from 1
   * @param retryAfter what the server asks for, if it does
   */
  public Optional<Duration> before(int repetition, Optional<Duration> retryAfter) {
    if (retryAfter.isPresent() && retryAfter.get().compareTo(longest) > 0) {
      return Optional.empty();
    }
    Duration capped = first;
    for (int i = 1; i < repetition && capped.compareTo(longest) < 0; i++) {
      capped = capped.multipliedBy(2);
    }
    capped = capped.compareTo(longest) < 0 ? capped : longest;
    double share = 0.5 + random.getAsDouble() / 2;
    Duration own = Duration.ofNanos((long) ((double) capped.toNanos() * share));
    Duration asked = retryAfter.orElse(Duration.ZERO);
    return Optional.of(own.compareTo(asked) > 0 ? own : asked);
  }
}
