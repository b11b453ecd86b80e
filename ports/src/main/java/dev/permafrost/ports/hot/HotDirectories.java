package dev.permafrost.ports.hot;

import dev.permafrost.ports.chunk.ChunkId;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * The directory operations of hot databases, as separate steps, so that the domain decides their
 * order and a simulated machine can crash between any two.
 *
 * <p>A sync is never skipped because its effect is already visible. No database may be open in the
 * directory.
 */
public interface HotDirectories {

  /**
   * The directory of a chunk's hot database: {@code {hot}/{chunk:08d}} (docs/protocol.md,
   * "Layout").
   *
   * @param hotRoot the hot root
   */
  static Path place(Path hotRoot, ChunkId chunk) {
    return hotRoot.resolve(chunk.name());
  }

  /**
   * Removes a chunk's directory with the files of its database. Does nothing if it does not exist.
   * Not durable.
   *
   * <p>Only files with a known name are unlinked. If the directory holds anything else, is not a
   * directory or is a symbolic link, nothing is removed and {@code ForeignEntry} is thrown. If a
   * file system keeps an entry of a file that is still open, or lists it late, this waits briefly;
   * if the entry stays, it throws {@code StorageUnavailable} with its path, and the directory
   * stays.
   *
   * @param isKnown which names the database and its witness have
   */
  void wipe(ChunkId chunk, Predicate<String> isKnown);

  /**
   * Makes every file in a chunk's directory durable, even if another process wrote it. If an
   * earlier sync failed and the disk differs from the page cache, the file's bytes are written
   * again, in place. The directory itself is synced by {@link #makeDurable}.
   */
  void syncFiles(ChunkId chunk);

  /** Creates an empty directory for a chunk, and any missing parents. Not durable. */
  void make(ChunkId chunk);

  /** Syncs a chunk's directory, then every directory above it up to the hot root. */
  void makeDurable(ChunkId chunk);

  /**
   * Makes the removal of a chunk's directory durable: syncs its parent, whether or not the
   * directory was there.
   */
  void makeRemovalDurable(ChunkId chunk);
}
