package dev.permafrost.ports.artifact;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * Packs that were made elsewhere and may be adopted: a directory outside of the store, searched by
 * chunk and canonical name. Where the directory is a root of a store, that root's lock is held as
 * long as this is open.
 */
public interface PackCandidates extends AutoCloseable {

  /** Where they are, for messages. */
  String location();

  /** What may stand there for a chunk; looks at nothing yet. */
  PackCandidate candidate(ChunkId chunk);

  /** Releases the lock; closing twice is harmless. */
  @Override
  void close();
}
