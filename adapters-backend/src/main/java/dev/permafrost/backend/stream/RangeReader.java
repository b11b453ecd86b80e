package dev.permafrost.backend.stream;

import dev.permafrost.backend.batch.BatchReader;
import dev.permafrost.backend.lake.LakeLayout;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.LedgerTooLarge;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.work.CancelToken;

/**
 * Takes the objects of a range one after another, each from the first mirror whose object passes a
 * check. Objects are prefetched; each is decoded on the reader's thread while the next ones arrive.
 * The base of {@link LakeStream}, which lends their ledgers and ends with the first failure, and
 * {@link LakeWalk}, which reports the state of each and continues.
 *
 * <p>Not thread-safe. The caller that opens it must close it.
 */
abstract class RangeReader implements AutoCloseable {

  private final LakeLayout layout;
  private final CancelToken cancel;
  private final CancelToken.Registration wake;
  private final BatchReader reader;
  private final Prefetch prefetch;

  private String origin = "";
  private boolean isClosed;

  /**
   * Starts before the first object; nothing is fetched yet.
   *
   * @param reader decodes the objects; closed with this
   */
  RangeReader(
      LedgerRange range,
      LakeLayout layout,
      FetchContext context,
      CancelToken cancel,
      BatchReader reader) {
    this.layout = layout;
    this.cancel = cancel;
    this.reader = reader;
    this.wake = cancel.onCancel(context.signal()::raise);
    long mostBytes = context.options().largestObjectBytes();
    this.prefetch =
        new Prefetch(
            context,
            (cursor, index) -> Request.get(cursor.address(index), mostBytes),
            layout.indexOf(range.first()),
            layout.indexOf(range.last()),
            Deadline.within(Deadline.LONGEST, context.time(), cancel));
  }

  /** Whether there are more objects. */
  final boolean hasNextObject() {
    return !prefetch.isOver();
  }

  /**
   * Waits for the next object and starts to read it. It remains the current one until {@link
   * #releaseObject}.
   *
   * @return a fetch with an object that passed the check, or one that failed at every mirror
   */
  final Fetch nextObject() {
    while (true) {
      Fetch fetch = prefetch.await();
      origin = fetch.location();
      if (!fetch.isPresent()) {
        return fetch;
      }
      try {
        reader.begin(layout.bounds(fetch.index()), fetch.body(), origin, cancel);
        check(reader);
        fetch.accept();
        return fetch;
      } catch (LakeDamage | LakeGap | LedgerTooLarge | UnsupportedLedgerVersion e) {
        if (!prefetch.reject(e)) {
          return fetch;
        }
      }
    }
  }

  /**
   * Checks an object that the reader has started. An object that fails here is taken from the next
   * mirror.
   *
   * @throws LakeDamage if its bytes are wrong
   * @throws LakeGap if a ledger is missing in it
   * @throws UnsupportedLedgerVersion if its version is unknown
   */
  abstract void check(BatchReader begun);

  /** Releases the current object. */
  final void releaseObject() {
    prefetch.release();
  }

  final LakeLayout layout() {
    return layout;
  }

  final BatchReader reader() {
    return reader;
  }

  final CancelToken cancel() {
    return cancel;
  }

  /** The name of the object taken last, for messages; empty before the first. */
  public String origin() {
    return origin;
  }

  final boolean isClosed() {
    return isClosed;
  }

  /**
   * Frees connections and buffers, without waiting for the network; closing twice has no effect.
   */
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    wake.close();
    prefetch.abandon();
    reader.close();
  }
}
