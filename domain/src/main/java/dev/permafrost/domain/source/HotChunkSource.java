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
 * Reads ledgers from a hot database. Gaps are found by key, not by count: a sequence missing below
 * the highest is damage of the database.
 */
public final class HotChunkSource implements ChunkSource {

  /** What is done with the frames. */
  public enum Frames {
    /** Each is decoded, checked and compressed again, because another codec wrote it. */
    MADE_ANEW,
    /** Each is decoded, checked, and passed on unchanged. */
    KEPT,
    /** Each is passed on unchanged, and not decoded; for receivers that read only frames. */
    PASSED
  }

  private final HotReader reader;
  private final LedgerRange part;
  private final Frames frames;

  /**
   * Creates a source that owns its reader.
   *
   * @param part the ledgers to read
   * @param frames what is done with the frames
   */
  public HotChunkSource(HotReader reader, LedgerRange part, Frames frames) {
    this.reader = reader;
    this.part = part;
    this.frames = frames;
  }

  @Override
  public String name() {
    return frames == Frames.PASSED ? "hot, not decoded" : "hot";
  }

  @Override
  public boolean isLocal() {
    return true;
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
        FramePrefix prefix = new FramePrefix(HotRecord.hash(value), HotRecord.previousHash(value));
        ByteBuffer frame = HotRecord.frame(value);
        if (frames == Frames.PASSED) {
          line.passFrame(sequence, frame, prefix);
        } else {
          line.sendFrame(sequence, frame, frames == Frames.KEPT, prefix, origin);
        }
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
              + (found < 0 ? "" : ", found ledger " + found + " instead"));
    }
  }

  /** Creates the origin that reports damage in a hot database. */
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
