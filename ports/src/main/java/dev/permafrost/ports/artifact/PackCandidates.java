package dev.permafrost.ports.artifact;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * A directory outside the store with packs that may be adopted, found by chunk under their
 * canonical names. If the directory is a root of another store, that root's lock is held while this
 * is open.
 */
public interface PackCandidates extends AutoCloseable {

  /** Where they are, for messages. */
  String location();

  /** The candidate for a chunk. Does not access the file system yet. */
  PackCandidate candidate(ChunkId chunk);

  /** Releases the lock; closing twice has no effect. */
  @Override
  void close();
}
