package dev.permafrost.ports.hot;

import dev.permafrost.ports.chunk.ChunkId;

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
   */
  void wipe(ChunkId chunk);

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
