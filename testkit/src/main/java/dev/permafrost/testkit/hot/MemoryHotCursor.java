package dev.permafrost.testkit.hot;

import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotCursor;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lends the entries of a fake hot database, and overwrites what it lent as soon as it may: a
 * borrowed buffer that was kept is poisoned.
 */
final class MemoryHotCursor implements HotCursor {

  /** Two of each in turn, so that what was lent stays poisoned beside what is lent next. */
  private final PoisonedBuffer[] keys = {new PoisonedBuffer(), new PoisonedBuffer()};

  private final PoisonedBuffer[] values = {new PoisonedBuffer(), new PoisonedBuffer()};
  private int turn;

  private final MemoryHotView view;
  private final ColumnFamily family;
  private final long moment;

  /** Where the next step begins: at this key first, behind it later. */
  private byte[] from;

  private boolean inclusive = true;
  private boolean ended;
  private boolean closed;
  private @Nullable ByteBuffer key;
  private @Nullable ByteBuffer value;

  MemoryHotCursor(MemoryHotView view, ColumnFamily family, byte[] from, long moment) {
    this.view = view;
    this.family = family;
    this.from = from;
    this.moment = moment;
  }

  @Override
  public boolean next() {
    poison();
    view.faults().before(MemoryHotStores.NEXT, view.chunk().name());
    MemoryDatabase database = view.open();
    if (closed) {
      throw new IllegalStateException("the cursor is closed");
    }
    Optional<Map.Entry<byte[], byte[]>> found =
        ended ? Optional.empty() : database.next(family, from, inclusive, moment);
    ended = found.isEmpty();
    found.ifPresent(
        entry -> {
          from = entry.getKey();
          inclusive = false;
          key = keys[turn].lend(entry.getKey());
          value = values[turn].lend(entry.getValue());
        });
    return found.isPresent();
  }

  @Override
  public ByteBuffer borrowedKey() {
    return lent(key);
  }

  @Override
  public ByteBuffer borrowedValue() {
    return lent(value);
  }

  private static ByteBuffer lent(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      throw new IllegalStateException("the cursor is at no entry");
    }
    return buffer;
  }

  @Override
  public void close() {
    poison();
    if (!closed) {
      closed = true;
      view.forget(this);
    }
  }

  /** Overwrites what was lent, and lets go of it. */
  private void poison() {
    if (key != null) {
      keys[turn].poison();
      values[turn].poison();
      turn = 1 - turn;
    }
    key = null;
    value = null;
  }
}
