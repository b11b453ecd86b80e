package dev.permafrost.app.plan;

import dev.permafrost.backend.LakeHolding;
import dev.permafrost.domain.plan.LedgerSample;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An estimate for ledgers of a lake.
 *
 * @param ledgers how many ledgers were requested
 * @param covered how many of them the lake covers
 * @param objects how many objects hold these
 * @param listed the listing of those objects; empty if the lake does not list, or has too many
 * @param sample the ledgers that were fetched and encoded
 * @param sampledBytes the size of the sampled objects in the lake
 * @param timed the part of the sample that is timed: not the first ledgers of a connection
 * @param timedBytes the size of that part in the lake
 */
public record LakeEstimate(
    long ledgers,
    long covered,
    long objects,
    Optional<LakeHolding> listed,
    LedgerSample sample,
    long sampledBytes,
    LedgerSample timed,
    long timedBytes) {

  /** Nothing is fetched. */
  public static final LakeEstimate NOTHING =
      new LakeEstimate(
          0,
          0,
          0,
          Optional.of(new LakeHolding(0, 0, 0)),
          LedgerSample.NONE,
          0,
          LedgerSample.NONE,
          0);

  /** The bytes to fetch: as listed, or extrapolated from the sample; empty if unknown. */
  public OptionalLong fetchBytes() {
    if (listed.isPresent()) {
      return OptionalLong.of(listed.get().bytes());
    }
    return sample.ledgers() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(scaled(sampledBytes, sample.ledgers(), covered));
  }

  /**
   * The size of all frames of these ledgers. The listed size is scaled by the ratio of the sample;
   * ledgers that the lake does not cover yet are counted like the others.
   */
  public OptionalLong frameBytes() {
    if (ledgers == 0) {
      return OptionalLong.of(0);
    }
    if (sample.ledgers() == 0 || sampledBytes == 0) {
      return OptionalLong.empty();
    }
    long ofCovered =
        listed.isPresent() && listed.get().missing() == 0
            ? scaled(sample.frameBytes(), sampledBytes, listed.get().bytes())
            : scaled(sample.frameBytes(), sample.ledgers(), covered);
    return OptionalLong.of(covered == 0 ? 0 : scaled(ofCovered, covered, ledgers));
  }

  /** Bytes of the lake a second, as measured; empty if nothing was measured. */
  public OptionalLong bytesPerSecond() {
    Duration elapsed = timed.elapsed();
    return timedBytes == 0 || elapsed.isZero()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(1, Math.round(timedBytes * 1e9 / elapsed.toNanos())));
  }

  private static long scaled(long value, long of, long to) {
    return Math.round((double) value / of * to);
  }
}
