package dev.permafrost.ports.hot;

import dev.permafrost.ports.chunk.ChunkId;
import java.nio.file.Path;
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
   * Where a chunk's hot database is: {@code {hot}/{chunk:08d}} (docs/protocol.md, "Layout").
   *
   * @param hotRoot the hot root
   */
  static Path place(Path hotRoot, ChunkId chunk) {
    return hotRoot.resolve(chunk.name());
  }

  /**
   * Removes a chunk's directory with the files of its database. Gone already: nothing to do. Not
   * durable.
   *
   * <p>Only files with a known name are unlinked. Where anything else stands there, a directory or
   * a file with another name, or where the chunk's directory is none or is a symbolic link, nothing
   * is removed: {@code ForeignEntry} then. What a file system keeps of a file that is still open,
   * or lists late, is waited for briefly. If it stays, it is {@code StorageUnavailable} with its
   * path, and the directory stays, too.
   *
   * @param isKnown which names the database and its witness have
   */
  void wipe(ChunkId chunk, Predicate<String> isKnown);

  /**
   * Makes every file in a chunk's directory durable, even if another process wrote it. Where the
   * disk holds something else than the page cache shows, because a sync failed earlier, the file's
   * bytes are written once more, in place. Not the directory: {@link #makeDurable} does that.
   */
  void syncFiles(ChunkId chunk);

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
