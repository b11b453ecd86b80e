package dev.permafrost.domain.read;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.ViewExpired;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A consistent view of the ledgers that were readable at one moment. They stay readable until it is
 * closed, whatever is ingested, frozen, discarded or pruned (docs/protocol.md, "Reading").
 *
 * <p>A view records in memory up to which ledger each chunk is read; it holds no file and no
 * database open. A page opens them as needed, and finds each chunk where it is at that time: in its
 * hot database, or in its pack. Thread-safe. The caller that opens it must close it, within the
 * store's limit.
 */
public final class ReadView implements AutoCloseable {

  private final ChunkPages pages;
  private final OpenViews views;
  private final long openedNanos;
  private volatile @Nullable ReadableChunks pinned;
  private volatile boolean closed;

  /** Creates a view that holds every chunk, until its chunks are set. */
  ReadView(ChunkPages pages, OpenViews views) {
    this.pages = pages;
    this.views = views;
    this.openedNanos = views.nanoTime();
  }

  void pin(ReadableChunks readable) {
    pinned = readable;
  }

  private ReadableChunks chunks() {
    ReadableChunks readable = pinned;
    if (readable == null) {
      throw new IllegalStateException("the view is not open yet");
    }
    return readable;
  }

  /** The run of ledgers without a gap that ends at the highest one; empty if there is none. */
  public Optional<LedgerRange> available() {
    return chunks().contiguous();
  }

  /** The highest ledger of the view. */
  public OptionalLong latest() {
    return chunks().latest();
  }

  /** How long it has been open. */
  public Duration age() {
    return Duration.ofNanos(views.nanoTime() - openedNanos);
  }

  /**
   * Reads raw ledgers in order, across chunks, after checking the checksum, sequence and header
   * hash of each.
   *
   * @param from the first ledger; it may lie in a gap, or below all that exist
   * @param limit the maximum number of ledgers
   * @param receiver receives each ledger; its exceptions are passed through
   * @return where it ended: at the limit, at a gap, or after the highest ledger
   * @throws ViewExpired if the view is older than the store's limit
   * @throws StorageFailure if the data cannot be read or is damaged; the receiver has received the
   *     ledgers before it
   * @throws dev.permafrost.ports.failure.OutOfRange if there is no such ledger
   */
  public ReadPosition read(long from, int limit, LedgerReceiver receiver) {
    return read(from, limit, part -> pages.readRaw(part, receiver));
  }

  /**
   * Reads frames in order, neither decoded nor checked, for callers that forward compressed bytes.
   * Otherwise as {@link #read}.
   */
  public ReadPosition readFrames(long from, int limit, LedgerReceiver receiver) {
    return read(from, limit, part -> pages.readFrames(part, receiver));
  }

  /** Reads a part of one chunk. */
  private interface PartReader {
    void read(LedgerRange part);
  }

  private ReadPosition read(long from, int limit, PartReader reader) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page of " + limit + " ledgers");
    }
    long next = from;
    int left = limit;
    ReadableChunks chunks = chunks();
    Optional<LedgerRange> part = chunks.part(next, left);
    while (part.isPresent()) {
      requireUsable();
      readUnlessExpired(reader, part.get());
      left -= (int) part.get().length();
      next = part.get().last() + 1;
      part = left == 0 ? Optional.empty() : chunks.part(next, left);
    }
    return new ReadPosition(next, limit - left, left == 0 ? Optional.empty() : chunks.gap(next));
  }

  /** The data of a view that expired during a read may be gone. */
  private void readUnlessExpired(PartReader reader, LedgerRange part) {
    try {
      reader.read(part);
    } catch (StorageFailure e) {
      if (isExpired()) {
        ViewExpired expired = new ViewExpired(views.limit());
        expired.addSuppressed(e);
        throw expired;
      }
      throw e;
    }
  }

  private void requireUsable() {
    if (closed) {
      throw new IllegalStateException("the view is closed");
    }
    if (isExpired()) {
      throw new ViewExpired(views.limit());
    }
  }

  boolean isExpired() {
    return age().compareTo(views.limit()) > 0;
  }

  boolean holds(ChunkId chunk) {
    ReadableChunks readable = pinned;
    return readable == null || readable.holds(chunk);
  }

  /**
   * Allows the view's chunks to be removed. Removes nothing, throws nothing; closing twice has no
   * effect.
   */
  @Override
  public void close() {
    closed = true;
    views.closed(this);
  }
}
