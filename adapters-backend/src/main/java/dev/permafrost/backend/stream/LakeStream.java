package dev.permafrost.backend.stream;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.batch.BatchReader;
import dev.permafrost.backend.lake.LakeLayout;
import dev.permafrost.backend.transport.ByteGauge;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The raw ledgers of a range, lent one after another out of the objects that hold them. Objects are
 * fetched ahead; each is decoded on the reader's thread, beside the fetching of the next ones. What
 * one mirror has not, or has damaged, is taken from the next.
 *
 * <p>A failure ends the stream.
 */
public final class LakeStream implements LedgerStream {

  /** Says what it means that an object is not there; may ask the lake. */
  public interface Absence {
    StorageFailure explain(long index);
  }

  private final LedgerRange range;
  private final LakeLayout layout;
  private final Absence absence;
  private final CancelToken cancel;
  private final CancelToken.Registration wake;
  private final ByteGauge gauge;
  private final Prefetch prefetch;
  private final BatchReader reader;
  private final boolean hasOthers;

  private long due;
  private boolean isLending;
  private boolean isClosed;
  private String origin = "";
  private Optional<LedgerHash> previous = Optional.empty();

  private LakeStream(
      LedgerRange range,
      LakeLayout layout,
      Absence absence,
      Fetch.Shared shared,
      CancelToken cancel,
      BatchReader reader) {
    this.range = range;
    this.layout = layout;
    this.hasOthers = shared.cursors().size() > 1;
    this.absence = absence;
    this.cancel = cancel;
    this.gauge = shared.gauge();
    this.reader = reader;
    this.due = range.first();
    this.wake = cancel.onCancel(shared.signal()::raise);
    long mostBytes = shared.options().largestObjectBytes();
    this.prefetch =
        new Prefetch(
            shared,
            (cursor, index) -> Request.get(cursor.address(index), mostBytes),
            layout.indexOf(range.first()),
            layout.indexOf(range.last()),
            Deadline.within(Deadline.LONGEST, shared.time(), cancel));
  }

  /** Begins before the first ledger; nothing is fetched yet. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The stream closes its reader.
  public static LakeStream open(
      LedgerRange range,
      LakeLayout layout,
      Absence absence,
      Fetch.Shared shared,
      CancelToken cancel) {
    return new LakeStream(range, layout, absence, shared, cancel, BatchReader.open());
  }

  @Override
  public boolean next() {
    if (isClosed) {
      throw new IllegalStateException("the stream over " + range + " is closed");
    }
    try {
      return advance();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean advance() {
    cancel.throwIfCancelled();
    while (due <= range.last()) {
      if (!isLending) {
        beginObject();
      }
      long sequence = reader.nextSequence();
      if (!reader.next()) {
        endObject();
      } else if (sequence >= range.first()) {
        due = sequence + 1;
        return true;
      }
    }
    if (isLending) {
      endObject();
    }
    return false;
  }

  private void beginObject() {
    while (true) {
      Fetch fetch = prefetch.await();
      origin = fetch.location();
      if (!fetch.isPresent()) {
        throw fetch.isAbsent() ? absence.explain(fetch.index()) : fetch.failure();
      }
      try {
        begin(fetch);
        fetch.accept();
        isLending = true;
        return;
      } catch (LakeDamage | LakeGap | UnsupportedLedgerVersion e) {
        if (!prefetch.reject(e)) {
          throw fetch.failure();
        }
      }
    }
  }

  private void begin(Fetch fetch) {
    reader.begin(layout.bounds(fetch.index()), fetch.body(), origin, cancel);
    if (reader.nextSequence() > due) {
      throw new LakeGap(
          origin,
          due,
          "the object is there, but its first ledger, and so the lake's, is "
              + reader.nextSequence());
    }
    if (hasOthers) {
      // Whoever reads the stream checks this, too, but cannot say: give me another one.
      reader.checkHeaders();
      reader.checkLink(previous);
      previous = Optional.of(reader.lastHash());
    }
  }

  private void endObject() {
    prefetch.release();
    isLending = false;
  }

  @Override
  public ByteBuffer borrowedRaw() {
    if (!isLending) {
      throw new IllegalStateException("no ledger is lent");
    }
    return reader.borrowedRaw();
  }

  @Override
  public ByteBuffer exchangeRaw(ByteBuffer spare) {
    if (!isLending) {
      throw new IllegalStateException("no ledger is lent");
    }
    return reader.exchangeRaw(spare);
  }

  @Override
  public String origin() {
    return origin;
  }

  /** How many bytes of bodies are held now. */
  long heldBytes() {
    return gauge.heldBytes();
  }

  /** How many bytes of bodies were held at most. */
  long peakBytes() {
    return gauge.peakBytes();
  }

  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    isLending = false;
    wake.close();
    prefetch.abandon();
    reader.close();
  }
}
