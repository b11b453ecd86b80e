package dev.permafrost.app.plan;

import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.LakeHolding;
import dev.permafrost.backend.LakeSurvey;
import dev.permafrost.backend.stream.ObjectWalk;
import dev.permafrost.domain.plan.LedgerSample;
import dev.permafrost.domain.plan.LedgerSampler;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Estimates size and time for ledgers of a lake: from its listing, if it has one, and from some
 * objects spread evenly over the ledgers, which are fetched and encoded. Not thread-safe.
 */
public final class LakeEstimator {

  /**
   * A page of a listing has a thousand objects; more than a hundred requests need to be asked for.
   */
  private static final long MOST_OBJECTS_LISTED = 100_000;

  private static final int SPOTS = 8;
  private static final int LEDGERS_A_SPOT = 32;

  /** No sample is started after this time. */
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final DataLake lake;
  private final LedgerSampler sampler;
  private final TimeSource time;
  private final Duration patience;
  private final CancelToken cancel;

  /**
   * Creates an estimator.
   *
   * @param patience how long one request about the lake may take
   */
  public LakeEstimator(
      DataLake lake,
      LedgerSampler sampler,
      TimeSource time,
      Duration patience,
      CancelToken cancel) {
    this.lake = lake;
    this.sampler = sampler;
    this.time = time;
    this.patience = patience;
    this.cancel = cancel;
  }

  /**
   * Estimates.
   *
   * @param survey what the lake covers
   * @param ranges the ledgers, in order, without overlaps
   * @param lists whether the listing is read; otherwise only the sample is used
   * @throws dev.permafrost.ports.failure.StorageFailure if the lake cannot be asked; not for a
   *     missing or damaged object
   */
  public LakeEstimate estimate(LakeSurvey survey, List<LedgerRange> ranges, boolean lists) {
    long ledgers = ranges.stream().mapToLong(LedgerRange::length).sum();
    List<LedgerRange> covered = covered(survey, ranges);
    int perBatch = survey.ledgersPerBatch();
    long objects =
        covered.stream()
            .mapToLong(range -> range.last() / perBatch - range.first() / perBatch + 1)
            .sum();
    boolean listed = lists && survey.canList() && objects <= MOST_OBJECTS_LISTED;
    Optional<LakeHolding> holding = listed ? holding(covered) : Optional.empty();
    List<Measured> measured = measure(spots(covered, perBatch));
    // The first ledgers wait for connections, and for the JVM's compiler.
    List<Measured> timed = measured.size() > 1 ? measured.subList(1, measured.size()) : measured;
    return new LakeEstimate(
        ledgers,
        covered.stream().mapToLong(LedgerRange::length).sum(),
        objects,
        holding,
        ledgersOf(measured),
        bytesOf(measured),
        ledgersOf(timed),
        bytesOf(timed));
  }

  /** One sample: its ledgers, and the size of its objects in the lake. */
  private record Measured(LedgerSample sample, long storedBytes) {}

  private static LedgerSample ledgersOf(List<Measured> measured) {
    return measured.stream().map(Measured::sample).reduce(LedgerSample.NONE, LedgerSample::plus);
  }

  private static long bytesOf(List<Measured> measured) {
    return measured.stream().mapToLong(Measured::storedBytes).sum();
  }

  private List<Measured> measure(List<LedgerRange> spots) {
    List<Measured> measured = new ArrayList<>();
    long begunNanos = time.nanoTime();
    for (LedgerRange spot : spots) {
      if (!measured.isEmpty() && time.nanoTime() - begunNanos > LONGEST.toNanos()) {
        break;
      }
      try {
        LedgerSample sample = sampler.measure(lake, spot, cancel);
        measured.add(new Measured(sample, storedBytes(spot)));
      } catch (LakeGap | LakeDamage e) {
        // The later fetch reports it; the other samples are enough for the size.
      }
    }
    return measured;
  }

  /** The parts of the ranges between the lake's first ledger and its tip. */
  private static List<LedgerRange> covered(LakeSurvey survey, List<LedgerRange> ranges) {
    List<LedgerRange> covered = new ArrayList<>();
    if (survey.tip().isEmpty()) {
      return covered;
    }
    for (LedgerRange range : ranges) {
      long first = Math.max(range.first(), survey.first().orElse(0));
      long last = Math.min(range.last(), survey.tip().getAsLong());
      if (first <= last) {
        covered.add(new LedgerRange(first, last));
      }
    }
    return covered;
  }

  private Optional<LakeHolding> holding(List<LedgerRange> ranges) {
    LakeHolding sum = new LakeHolding(0, 0, 0);
    for (LedgerRange range : ranges) {
      Optional<LakeHolding> part = lake.holding(range, patience, cancel);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      sum = sum.plus(part.get());
    }
    return Optional.of(sum);
  }

  /** Whole objects, evenly spread: from the middle of each eighth. */
  private static List<LedgerRange> spots(List<LedgerRange> ranges, int perBatch) {
    long total = ranges.stream().mapToLong(LedgerRange::length).sum();
    long objects = Math.max(1, LEDGERS_A_SPOT / perBatch);
    List<LedgerRange> spots = new ArrayList<>();
    long behind = -1;
    long before = 0;
    int spot = 0;
    for (LedgerRange range : ranges) {
      for (; spot < SPOTS && middle(spot, total) < before + range.length(); spot++) {
        long index = (range.first() + middle(spot, total) - before) / perBatch;
        long first = Math.max(Math.max(range.first(), index * perBatch), behind + 1);
        long last = Math.min(range.last(), (index + objects) * perBatch - 1);
        if (first <= last) {
          spots.add(new LedgerRange(first, last));
          behind = last;
        }
      }
      before += range.length();
    }
    return spots;
  }

  private static long middle(int spot, long total) {
    return total * (2L * spot + 1) / (2 * SPOTS);
  }

  private long storedBytes(LedgerRange spot) {
    long bytes = 0;
    try (ObjectWalk walk = lake.walk(spot, cancel)) {
      while (walk.next()) {
        bytes += walk.state() == ObjectWalk.State.SOUND ? walk.storedBytes() : 0;
      }
    }
    return bytes;
  }
}
