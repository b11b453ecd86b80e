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
 * What could be read at one moment, and can be read until this is closed, whatever is ingested,
 * frozen, discarded or pruned meanwhile (docs/protocol.md, "Reading").
 *
 * <p>A view pins in memory up to where each chunk is read; it holds no file and no database. A page
 * borrows one, and finds each chunk where it is then: in its hot database, or in its pack. Safe for
 * several threads. The caller that opens it must close it, within the limit of the store.
 */
public final class ReadView implements AutoCloseable {

  private final ChunkPages pages;
  private final OpenViews views;
  private final long openedNanos;
  private volatile @Nullable ReadableChunks pinned;
  private volatile boolean closed;

  /** A view that holds every chunk, until it is told which ones. */
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

  /** The ledgers without a gap that end at the highest one; empty if there is none at all. */
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
   * Reads raw ledgers in order, across chunks. Each one's checksum, sequence and header hash were
   * checked.
   *
   * @param from the first ledger; it may lie in a gap, or below all that is there
   * @param limit how many at the most
   * @param receiver gets each ledger; what it throws passes through
   * @return where it ended: behind the last of so many, at a gap, or behind the highest ledger
   * @throws ViewExpired if the view is older than the store lets views be
   * @throws StorageFailure if what is there cannot be read or is damaged; the receiver has got what
   *     came before
   * @throws dev.permafrost.ports.failure.OutOfRange if there is no such ledger
   */
  public ReadPosition read(long from, int limit, LedgerReceiver receiver) {
    return read(from, limit, part -> pages.readRaw(part, receiver));
  }

  /**
   * Reads frames in order, neither decoded nor checked: for those who send compressed bytes on. All
   * else is as for {@link #read}.
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

  /** Of a view that expired while it read, nothing may be left. */
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

  /** Lets what it held be removed. Removes nothing, throws nothing; closing twice is harmless. */
  @Override
  public void close() {
    closed = true;
    views.closed(this);
  }
}
