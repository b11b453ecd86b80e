package dev.permafrost.domain.source;

import dev.permafrost.domain.flow.LedgerLine;
import dev.permafrost.domain.flow.LedgerLine.FramePrefix;
import dev.permafrost.domain.flow.Origin;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotRecord;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ledgers out of a hot database. Gaps are found by key, not by count: a sequence that is missing
 * below the highest is damage of the database.
 */
public final class HotChunkSource implements ChunkSource {

  private final HotReader reader;
  private final LedgerRange part;
  private final boolean keepFrames;

  /**
   * A source that owns its reader.
   *
   * @param part the ledgers to read
   * @param keepFrames whether the running codec would make the same frames
   */
  public HotChunkSource(HotReader reader, LedgerRange part, boolean keepFrames) {
    this.reader = reader;
    this.part = part;
    this.keepFrames = keepFrames;
  }

  @Override
  public String name() {
    return "hot";
  }

  @Override
  public Optional<String> network() {
    return Optional.empty();
  }

  @Override
  public void feed(LedgerLine line, CancelToken cancel) {
    Origin origin = origin(reader);
    try (HotCursor cursor = reader.ledgersFrom(part.first())) {
      for (long sequence = part.first(); sequence <= part.last(); sequence++) {
        cancel.throwIfCancelled();
        requireNext(cursor, sequence);
        ByteBuffer value = cursor.borrowedValue();
        reader.requireSound(sequence, value);
        line.sendFrame(
            sequence,
            HotRecord.frame(value),
            keepFrames,
            new FramePrefix(HotRecord.hash(value), HotRecord.previousHash(value)),
            origin);
      }
    }
  }

  private void requireNext(HotCursor cursor, long sequence) {
    long found = cursor.next() ? HotRecord.sequence(cursor.borrowedKey()) : -1;
    if (found != sequence) {
      throw reader.damaged(
          "ledger "
              + sequence
              + " is missing below the highest"
              + (found < 0 ? "" : ", ledger " + found + " stands there"));
    }
  }

  /** The failure that damage in a hot database is. */
  public static Origin origin(HotReader reader) {
    return new Origin() {
      @Override
      public String location() {
        return reader.location();
      }

      @Override
      public StorageFailure damaged(long sequence, String damage, @Nullable Throwable cause) {
        return new HotStoreDamaged(reader.chunk(), reader.location(), damage, cause);
      }
    };
  }

  @Override
  public void close() {
    reader.close();
  }
}
