package dev.permafrost.backend.stream;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.batch.BatchReader;
import dev.permafrost.backend.lake.LakeLayout;
import dev.permafrost.backend.transport.ByteGauge;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The raw ledgers of a range, lent one after another from the objects that hold them. An object
 * that one mirror does not have, or has damaged, is taken from the next. A failure ends the stream.
 */
public final class LakeStream extends RangeReader implements LedgerStream {

  /** Determines the failure for a missing object; may ask the lake. */
  public interface Absence {
    StorageFailure explain(long index);
  }

  private final LedgerRange range;
  private final Absence absence;
  private final ByteGauge gauge;
  private final boolean hasOthers;

  private long due;
  private boolean isLending;
  private Optional<LedgerHash> previous = Optional.empty();

  private LakeStream(
      LedgerRange range,
      LakeLayout layout,
      Absence absence,
      FetchContext context,
      CancelToken cancel,
      BatchReader reader) {
    super(range, layout, context, cancel, reader);
    this.range = range;
    this.hasOthers = context.cursors().size() > 1;
    this.absence = absence;
    this.gauge = context.gauge();
    this.due = range.first();
  }

  /** Opens a stream before its first ledger; nothing is fetched yet. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The stream closes its reader.
  public static LakeStream open(
      LedgerRange range,
      LakeLayout layout,
      Absence absence,
      FetchContext context,
      CancelToken cancel) {
    return new LakeStream(range, layout, absence, context, cancel, BatchReader.open());
  }

  @Override
  public boolean next() {
    if (isClosed()) {
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
    cancel().throwIfCancelled();
    while (due <= range.last()) {
      if (!isLending) {
        beginObject();
      }
      long sequence = reader().nextSequence();
      if (!reader().next()) {
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
    Fetch fetch = nextObject();
    if (!fetch.isPresent()) {
      throw fetch.isAbsent() ? absence.explain(fetch.index()) : fetch.failure();
    }
    isLending = true;
  }

  @Override
  void check(BatchReader begun) {
    if (begun.nextSequence() > due) {
      throw new LakeGap(
          origin(),
          due,
          "the object is there, but its first ledger, and so the lake's, is "
              + begun.nextSequence());
    }
    if (hasOthers) {
      // The domain checks this, too, but cannot ask another mirror.
      begun.checkHeaders();
      begun.checkLink(previous);
      previous = Optional.of(begun.lastHash());
    }
  }

  private void endObject() {
    releaseObject();
    isLending = false;
  }

  @Override
  public ByteBuffer borrowedRaw() {
    requireLent();
    return reader().borrowedRaw();
  }

  @Override
  public ByteBuffer exchangeRaw(ByteBuffer spare) {
    requireLent();
    return reader().exchangeRaw(spare);
  }

  private void requireLent() {
    if (!isLending) {
      throw new IllegalStateException("no ledger is lent");
    }
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
    isLending = false;
    super.close();
  }
}
