package dev.permafrost.domain.plan;

import java.time.Duration;

/**
 * What some ledgers of a lake took.
 *
 * @param ledgers how many there were
 * @param rawBytes their raw bytes
 * @param frameBytes the bytes of their frames, as a pack or a hot database keeps them
 * @param elapsed how long fetching, decoding and encoding them took, on one thread
 */
public record LedgerSample(long ledgers, long rawBytes, long frameBytes, Duration elapsed) {

  /** Nothing was sampled. */
  public static final LedgerSample NONE = new LedgerSample(0, 0, 0, Duration.ZERO);

  /** Two samples as one. */
  public LedgerSample plus(LedgerSample other) {
    return new LedgerSample(
        ledgers + other.ledgers,
        rawBytes + other.rawBytes,
        frameBytes + other.frameBytes,
        elapsed.plus(other.elapsed));
  }
}
