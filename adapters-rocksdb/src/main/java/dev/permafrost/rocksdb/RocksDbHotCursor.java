package dev.permafrost.rocksdb;

import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotCursor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Lends the entries of a column family from its own two buffers, so that a lent buffer never points
 * into memory that RocksDB frees.
 */
final class RocksDbHotCursor implements HotCursor {

  /** The read-ahead of a scan; from a cold disk it is worth two thirds of the speed. */
  static final long READAHEAD_BYTES = 8L << 20;

  private static final int FIRST_KEY_BYTES = 64;
  private static final int FIRST_VALUE_BYTES = 64 << 10;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** {@link RocksIterator#key} or {@link RocksIterator#value}, which copy into a buffer. */
  private interface Source {
    int copyTo(ByteBuffer target);
  }

  private enum Place {
    BEFORE,
    AT,
    BEHIND
  }

  private final OpenDatabase database;
  private final NativeHandles handles;
  private final RocksIterator iterator;
  private final byte[] from;
  private final Lent keys = new Lent(FIRST_KEY_BYTES);
  private final Lent values = new Lent(FIRST_VALUE_BYTES);
  private @Nullable ByteBuffer key;
  private @Nullable ByteBuffer value;
  private Place place = Place.BEFORE;

  private RocksDbHotCursor(
      OpenDatabase database, NativeHandles handles, RocksIterator iterator, byte[] from) {
    this.database = database;
    this.handles = handles;
    this.iterator = iterator;
    this.from = from;
  }

  /**
   * Opens a cursor on a snapshot of the database.
   *
   * @param readaheadBytes how far to read ahead; 0 for the library's default, which starts with a
   *     block
   */
  static HotCursor open(
      OpenDatabase database, ColumnFamily family, byte[] from, long readaheadBytes) {
    NativeHandles handles = new NativeHandles();
    try {
      ReadOptions options =
          handles
              .own(new ReadOptions())
              .setVerifyChecksums(true)
              .setFillCache(false)
              .setReadaheadSize(readaheadBytes);
      RocksIterator iterator = database.iterator(family.name(), options, handles);
      return new RocksDbHotCursor(database, handles, iterator, from);
    } catch (RuntimeException | Error e) {
      handles.close();
      throw e;
    }
  }

  @Override
  public boolean next() {
    key = null;
    value = null;
    return database.use("read", this::advance);
  }

  private boolean advance(RocksDB open) throws RocksDBException {
    if (!iterator.isOwningHandle()) {
      throw new IllegalStateException("the cursor is closed");
    }
    switch (place) {
      case BEFORE -> iterator.seek(from);
      case AT -> iterator.next();
      case BEHIND -> {
        return false;
      }
    }
    if (!iterator.isValid()) {
      place = Place.BEHIND;
      iterator.status();
      return false;
    }
    place = Place.AT;
    key = keys.filled(iterator::key);
    value = values.filled(iterator::value);
    return true;
  }

  /** A growing buffer, with the one view of it that is lent each time. */
  private static final class Lent {
    private ByteBuffer bytes;
    private ByteBuffer view;

    Lent(int firstBytes) {
      bytes = ByteBuffer.allocateDirect(firstBytes);
      view = bytes.asReadOnlyBuffer();
    }

    /** Copies into the buffer, or into a larger one if it does not fit. */
    ByteBuffer filled(Source source) {
      int lengthBytes = source.copyTo(bytes.clear());
      if (lengthBytes > bytes.capacity()) {
        // The smaller one is freed first: holding both would be more than an entry needs.
        bytes = NOTHING;
        view = NOTHING;
        bytes = ByteBuffer.allocateDirect(DirectBuffers.capacityFor(lengthBytes));
        view = bytes.asReadOnlyBuffer();
        source.copyTo(bytes);
      }
      return view.clear().order(ByteOrder.BIG_ENDIAN).limit(bytes.limit());
    }
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
    key = null;
    value = null;
    database.release(handles);
  }
}
