package dev.permafrost.ports.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/**
 * A hot database that can be read. Thread-safe, but it must not be closed while a thread reads or a
 * cursor is open.
 */
public interface HotView extends AutoCloseable {

  /** The chunk it belongs to. */
  ChunkId chunk();

  /** Where it is, for messages. */
  String location();

  /** The highest key of a family, as a new array, or empty if the family is empty. */
  Optional<byte[]> highestKey(ColumnFamily family);

  /**
   * A cursor that starts at the lowest key at or above a key. For reading many entries: it reads
   * ahead.
   *
   * @param from the key to start at, copied; an empty one starts at the first entry
   */
  @MustBeClosed
  HotCursor cursor(ColumnFamily family, byte[] from);

  /**
   * The same, for reading a few entries: it reads no further ahead than they need.
   *
   * @param key the key to look for, copied
   */
  @MustBeClosed
  HotCursor lookup(ColumnFamily family, byte[] key);

  /**
   * Frees everything native; never commits; closing twice has no effect. If a cursor is still open,
   * it frees that too, and then throws {@link IllegalStateException}.
   */
  @Override
  void close();
}
