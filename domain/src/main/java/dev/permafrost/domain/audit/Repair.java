package dev.permafrost.domain.audit;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * What ends a violation, as facts: whoever prints it knows how its commands are written.
 *
 * <p>Each is a run of what the store can do anyway; after it an audit of the same chunk is clean,
 * as far as this violation goes.
 */
public sealed interface Repair {

  /** Finish the prunings. */
  record Sweep() implements Repair {}

  /**
   * Finish removing a hot directory that is {@code transient}; an ingestion would also do.
   *
   * @param chunk the chunk
   */
  record Discard(ChunkId chunk) implements Repair {}

  /**
   * Make artifacts anew, or, where their ledgers can be had from nowhere, remove them.
   *
   * @param chunk the chunk
   * @param kinds which artifacts
   * @param demoteFirst whether they are frozen and have to be given up first
   * @param localSource whether the ledgers are all in the store, so that no lake is needed
   */
  record MakeAnew(ChunkId chunk, Set<ArtifactKind> kinds, boolean demoteFirst, boolean localSource)
      implements Repair {

    /** Copies the set. */
    public MakeAnew {
      kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    }
  }

  /**
   * Give the hot data of a chunk up, and remove what is left of it.
   *
   * @param chunk the chunk
   */
  record GiveUpHot(ChunkId chunk) implements Repair {}

  /**
   * Write the witness anew from the highest ledger that is there; whatever was acknowledged beyond
   * it is given up.
   *
   * @param chunk the chunk
   */
  record RewriteWitness(ChunkId chunk) implements Repair {}

  /** Remove the files and hot directories without a key. */
  record RemoveOrphans() implements Repair {}

  /**
   * Nothing that this program does helps.
   *
   * @param advice what to do instead, in a sentence's words
   */
  record ByHand(String advice) implements Repair {}
}
