package dev.permafrost.domain.plan;

import java.time.Duration;

/**
 * The measurements of a sample of ledgers.
 *
 * @param ledgers how many there are
 * @param rawBytes their raw size
 * @param frameBytes the size of their frames, as in a pack or a hot database
 * @param elapsed how long fetching, decoding and encoding them took, on one thread
 */
public record LedgerSample(long ledgers, long rawBytes, long frameBytes, Duration elapsed) {

  /** An empty sample. */
  public static final LedgerSample NONE = new LedgerSample(0, 0, 0, Duration.ZERO);

  /** The sum of two samples. */
  public LedgerSample plus(LedgerSample other) {
    return new LedgerSample(
        ledgers + other.ledgers,
        rawBytes + other.rawBytes,
        frameBytes + other.frameBytes,
        elapsed.plus(other.elapsed));
  }
}
