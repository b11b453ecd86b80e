package dev.permafrost.app.plan;

import dev.permafrost.backend.LakeHolding;
import dev.permafrost.domain.plan.LedgerSample;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What ledgers of a lake would take.
 *
 * @param ledgers how many ledgers were asked about
 * @param covered how many of them the lake reaches
 * @param objects how many objects hold these
 * @param listed what the listing says of them; empty where the lake does not list, or has more than
 *     are listed unasked
 * @param sample what was fetched and encoded
 * @param sampledBytes how many bytes the sampled objects have in the lake
 * @param timed the part of the sample whose time counts: not the first ledgers of a connection
 * @param timedBytes how many bytes that part has in the lake
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

  /** The bytes to fetch: as listed, or as many a ledger as in the sample; empty if unknown. */
  public OptionalLong fetchBytes() {
    if (listed.isPresent()) {
      return OptionalLong.of(listed.get().bytes());
    }
    return sample.ledgers() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(scaled(sampledBytes, sample.ledgers(), covered));
  }

  /**
   * The bytes of all frames of these ledgers. What is listed is scaled as the sample's bytes are
   * when they are encoded; ledgers that the lake does not reach yet count as those that it does.
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

  /** Bytes of the lake a second, as measured; empty if nothing was. */
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
