package dev.permafrost.domain.source;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.BackendCoverageTimeout;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Waits, for a bounded time, until a backend covers a ledger (docs/protocol.md, "Picking the
 * source").
 *
 * <p>Each request may take the time that is left. The tip is requested after the first negative
 * answer, again each time the wait has doubled, and at its end: it shows an operator how far away
 * coverage is, and distinguishes a hole in the lake from a ledger above the tip. A hole is not
 * waited for, but it is asked for once more before it is reported: by then the backend knows that
 * it would be one.
 */
public final class CoverageWaiting {

  private final TimeSource time;
  private final StorageEvents events;
  private final CoveragePatience patience;

  /** Creates a wait with the given patience. */
  public CoverageWaiting(TimeSource time, StorageEvents events, CoveragePatience patience) {
    this.time = time;
    this.events = events;
    this.patience = patience;
  }

  /**
   * Returns when the backend covers the ledger.
   *
   * @param chunk the chunk that needs it
   * @throws BackendCoverageTimeout if it does not within the limit
   * @throws LakeGap if its tip is at or above the ledger, but the ledger does not exist
   * @throws BackendUnreachable if no request was answered within the limit
   * @throws dev.permafrost.ports.failure.Cancelled if the token was cancelled
   */
  public void await(BulkBackend backend, ChunkId chunk, long need, CancelToken cancel) {
    long begun = time.nanoTime();
    OptionalLong tip = OptionalLong.empty();
    Duration tipDue = Duration.ZERO;
    boolean answered = false;
    BackendUnreachable lastFailure = null;
    while (true) {
      cancel.throwIfCancelled();
      try {
        if (backend.covers(need, timeLeft(begun), cancel)) {
          return;
        }
        answered = true;
        Duration waited = waited(begun);
        if (waited.compareTo(tipDue) >= 0 || isOver(waited)) {
          tipDue = waited.multipliedBy(2).plus(patience.interval());
          OptionalLong now = tip(backend, begun, cancel);
          tip = now.isPresent() ? now : tip;
          if (isHole(need, tip)) {
            if (backend.covers(need, timeLeft(begun), cancel)) {
              return;
            }
            throw hole(backend, need, tip);
          }
        }
      } catch (BackendUnreachable e) {
        lastFailure = e;
      }
      Duration waited = waited(begun);
      if (isOver(waited)) {
        throw ended(chunk, tip, need, waited, answered ? null : lastFailure);
      }
      Duration left = patience.limit().minus(waited);
      events.waiting(new CoverageWait(chunk, tip, need, waited, patience.limit()));
      time.pause(left.compareTo(patience.interval()) < 0 ? left : patience.interval(), cancel);
    }
  }

  private boolean isOver(Duration waited) {
    return waited.compareTo(patience.limit()) >= 0;
  }

  private static boolean isHole(long need, OptionalLong tip) {
    return tip.isPresent() && tip.getAsLong() >= need;
  }

  private OptionalLong tip(BulkBackend backend, long begun, CancelToken cancel) {
    try {
      return backend.tip(timeLeft(begun), cancel);
    } catch (BackendUnreachable e) {
      return OptionalLong.empty();
    }
  }

  private static LakeGap hole(BulkBackend backend, long need, OptionalLong tip) {
    return new LakeGap(
        backend.location(),
        need,
        "the lake's tip is " + tip.getAsLong() + ", so it is a hole and not the tip");
  }

  private static RuntimeException ended(
      ChunkId chunk,
      OptionalLong tip,
      long need,
      Duration waited,
      @Nullable BackendUnreachable unanswered) {
    return unanswered != null ? unanswered : new BackendCoverageTimeout(chunk, tip, need, waited);
  }

  private Duration timeLeft(long begun) {
    if (patience.limit().isZero()) {
      return patience.question();
    }
    Duration left = patience.limit().minus(waited(begun));
    return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
  }

  private Duration waited(long begun) {
    return Duration.ofNanos(time.nanoTime() - begun);
  }
}
