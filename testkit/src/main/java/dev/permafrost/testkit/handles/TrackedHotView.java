package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotView;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Tracks a hot database that is read, and the cursors over it. */
class TrackedHotView implements HotView {

  private final HotView real;
  private final OpenHandles.Handle handle;

  TrackedHotView(HotView real, OpenHandles.Handle handle) {
    this.real = real;
    this.handle = handle;
  }

  /** For what reads or writes: says that the database is used now. */
  final void use() {
    handle.use();
  }

  @Override
  public final ChunkId chunk() {
    return real.chunk();
  }

  @Override
  public final String location() {
    return real.location();
  }

  @Override
  public final Optional<byte[]> highestKey(ColumnFamily family) {
    use();
    return real.highestKey(family);
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
  public final HotCursor cursor(ColumnFamily family, byte[] from) {
    use();
    HotCursor cursor = real.cursor(family, from);
    return new Cursor(
        cursor, new LendingHandle(handle.opened("a cursor over " + family + " of " + handle)));
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
  public final HotCursor lookup(ColumnFamily family, byte[] key) {
    use();
    HotCursor cursor = real.lookup(family, key);
    return new Cursor(
        cursor, new LendingHandle(handle.opened("a lookup in " + family + " of " + handle)));
  }

  @Override
  public final void close() {
    handle.close();
    real.close();
  }

  private record Cursor(HotCursor real, LendingHandle handle) implements HotCursor {

    @Override
    public boolean next() {
      return handle.next(real::next);
    }

    @Override
    public ByteBuffer borrowedKey() {
      return handle.lend(real::borrowedKey);
    }

    @Override
    public ByteBuffer borrowedValue() {
      return handle.lend(real::borrowedValue);
    }

    @Override
    public void close() {
      handle.close(real::close);
    }
  }
}
