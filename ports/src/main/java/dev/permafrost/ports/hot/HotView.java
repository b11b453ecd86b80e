package dev.permafrost.ports.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/**
 * A hot database that can be read. Safe for several threads; closing it while one reads or a cursor
 * is open is a bug that the contract suite looks for.
 */
public interface HotView extends AutoCloseable {

  /** The chunk it belongs to. */
  ChunkId chunk();

  /** Where it is, for messages. */
  String location();

  /** The highest key of a family, as a new array, or empty if the family is empty. */
  Optional<byte[]> highestKey(ColumnFamily family);

  /**
   * A cursor whose first entry is the lowest one at or above a key, for many entries: it reads
   * ahead.
   *
   * @param from the key to begin at, copied; an empty one begins at the start
   */
  @MustBeClosed
  HotCursor cursor(ColumnFamily family, byte[] from);

  /**
   * The same, for a look at its first entries: reads no further ahead than they take.
   *
   * @param key the key to look for, copied
   */
  @MustBeClosed
  HotCursor lookup(ColumnFamily family, byte[] key);

  /**
   * Frees everything native; never commits; closing twice is harmless. Where a cursor is still open
   * it frees that too, and then throws {@link IllegalStateException}.
   */
  @Override
  void close();
}
