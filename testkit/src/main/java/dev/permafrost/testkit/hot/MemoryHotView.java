package dev.permafrost.testkit.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.testkit.fault.Faults;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a fake hot database, as it is or as it was at one moment. */
class MemoryHotView implements HotView {

  /**
   * What an opening is made of.
   *
   * @param chunk the chunk
   * @param location where its directory is
   * @param database its content
   * @param faults asked before each operation
   * @param open counts handles
   */
  record Opening(
      ChunkId chunk, String location, MemoryDatabase database, Faults faults, AtomicLong open) {}

  private final Opening opening;
  private final OptionalLong moment;
  private final Set<MemoryHotCursor> cursors = new HashSet<>();
  private boolean closed;

  MemoryHotView(Opening opening, OptionalLong moment) {
    this.opening = opening;
    this.moment = moment;
    opening.open.incrementAndGet();
  }

  final Faults faults() {
    return opening.faults;
  }

  /** The database, whether or not this is open. */
  final MemoryDatabase database() {
    return opening.database;
  }

  /** The database, if this is open. */
  final synchronized MemoryDatabase open() {
    if (closed) {
      throw new IllegalStateException("closed before");
    }
    return opening.database;
  }

  private long moment() {
    return moment.orElseGet(opening.database::now);
  }

  @Override
  public final ChunkId chunk() {
    return opening.chunk;
  }

  @Override
  public final String location() {
    return opening.location;
  }

  @Override
  public final Optional<byte[]> highestKey(ColumnFamily family) {
    faults().before(MemoryHotStores.HIGHEST_KEY, chunk().name());
    return open().highestKey(family, moment()).map(byte[]::clone);
  }

  @Override
  @MustBeClosed
  public final HotCursor lookup(ColumnFamily family, byte[] key) {
    return cursor(family, key);
  }

  @Override
  @MustBeClosed
  public final HotCursor cursor(ColumnFamily family, byte[] from) {
    faults().before(MemoryHotStores.CURSOR, chunk().name());
    open().require(family);
    MemoryHotCursor cursor = new MemoryHotCursor(this, family, from.clone(), moment());
    synchronized (this) {
      cursors.add(cursor);
      opening.open.incrementAndGet();
    }
    return cursor;
  }

  final synchronized void forget(MemoryHotCursor cursor) {
    if (cursors.remove(cursor)) {
      opening.open.decrementAndGet();
    }
  }

  /** What else is freed when this is closed, once. */
  void released() {}

  @Override
  public void close() {
    List<MemoryHotCursor> forgotten;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      opening.open.decrementAndGet();
      forgotten = List.copyOf(cursors);
    }
    forgotten.forEach(MemoryHotCursor::close);
    released();
    if (!forgotten.isEmpty()) {
      throw new IllegalStateException("closed while " + forgotten.size() + " cursors were open");
    }
  }
}
