package dev.permafrost.ports.hot;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.function.Predicate;

/**
 * The directory operations around hot databases, as separate steps, so that their order is the
 * domain's and a simulated machine can cut between any two.
 *
 * <p>No sync is skipped because its effect is already visible. No database may be open in the
 * directory.
 */
public interface HotDirectories {

  /**
   * Removes a chunk's directory with all that is in it. Gone already: nothing to do. Not durable.
   *
   * <p>Only files with a known name are unlinked. What has another name stays, and the directory
   * with it: {@code ForeignEntry} then. What a network file system keeps of a file that is still
   * open is {@code StorageUnavailable}: it goes when the file is closed.
   *
   * @param isKnown which names the database and its witness have
   */
  default void wipe(ChunkId chunk, Predicate<String> isKnown) {
    wipe(chunk);
  }

  /** Removed when every adapter has the other one. */
  void wipe(ChunkId chunk);

  /**
   * Syncs every file in a chunk's directory, whoever wrote it. Not the directory: {@link
   * #makeDurable} does that.
   */
  default void syncFiles(ChunkId chunk) {
    throw new UnsupportedOperationException();
  }

  /** Creates a chunk's directory, empty, and what is missing above it. Not durable. */
  void make(ChunkId chunk);

  /** Syncs a chunk's directory, then every directory above it up to the hot root. */
  void makeDurable(ChunkId chunk);

  /**
   * Makes the removal of a chunk's directory durable: syncs its parent, whether or not the
   * directory was there.
   */
  void makeRemovalDurable(ChunkId chunk);
}
