package dev.permafrost.ports.failure;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * One step that resolves a failure or an audit finding. Steps that the program itself can take are
 * typed, so that a caller can execute them or print them as commands; this layer does not know the
 * words of such commands.
 */
public sealed interface OperatorStep {

  /** The step as part of a sentence, in lower case and without a full stop. */
  String words();

  /**
   * A manual step.
   *
   * @param words what to do
   */
  record ByHand(String words) implements OperatorStep {}

  /**
   * Adopt the pack at the canonical path.
   *
   * @param chunk the chunk
   */
  record AdoptPack(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "adopt the pack of chunk "
          + chunk
          + " that is in its place; all of it is checked first";
    }
  }

  /**
   * Adopt the hot database in the chunk's directory.
   *
   * @param chunk the chunk
   */
  record AdoptHot(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "adopt the hot database of chunk "
          + chunk
          + " that is in its place; it is checked first";
    }
  }

  /**
   * Rewrite the witness from the highest ledger that exists; acknowledged ledgers above it are
   * given up.
   *
   * @param chunk the chunk
   */
  record RewriteWitness(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "keep what is there: write the witness of chunk "
          + chunk
          + " again from its highest ledger; acknowledged ledgers above it are given up";
    }
  }

  /**
   * Give up the hot data of a chunk, and remove what is left of it.
   *
   * @param chunk the chunk
   * @param isFrozen whether the chunk's ledgers are frozen, so that nothing has to be fetched again
   */
  record GiveUpHot(ChunkId chunk, boolean isFrozen) implements OperatorStep {
    @Override
    public String words() {
      return "give up the hot data of chunk "
          + chunk
          + (isFrozen ? "; its ledgers are frozen" : " on purpose; its ledgers are fetched again");
    }
  }

  /**
   * Finish removing a hot directory that is {@code transient}; the next ingestion would also do
   * this.
   *
   * @param chunk the chunk
   */
  record Discard(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "remove what is left of the hot data of chunk " + chunk;
    }
  }

  /**
   * Discard hot data although it is the only copy.
   *
   * @param chunk the chunk
   */
  record LoseUnfrozen(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "lose the ledgers of chunk " + chunk + " on purpose";
    }
  }

  /**
   * Freeze a chunk from the ledgers in the store.
   *
   * @param chunk the chunk
   */
  record Freeze(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "freeze chunk " + chunk;
    }
  }

  /**
   * Make artifacts again, or remove them if no source has their ledgers.
   *
   * @param chunk the chunk
   * @param kinds which artifacts
   * @param demoteFirst whether they are frozen and have to be given up first
   * @param localSource whether the ledgers are all in the store, so that no lake is needed
   */
  record MakeAgain(ChunkId chunk, Set<ArtifactKind> kinds, boolean demoteFirst, boolean localSource)
      implements OperatorStep {

    /** Copies the set. */
    public MakeAgain {
      kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    }

    @Override
    public String words() {
      return (demoteFirst ? "give up " : "make ")
          + kinds
          + " of chunk "
          + chunk
          + (demoteFirst ? " on purpose, to be made again" : " again");
    }
  }

  /**
   * Give artifacts up and remove their files, whether or not they can be made again.
   *
   * @param chunk the chunk
   * @param kinds which artifacts
   */
  record GiveUpArtifacts(ChunkId chunk, Set<ArtifactKind> kinds) implements OperatorStep {

    /** Copies the set. */
    public GiveUpArtifacts {
      kinds = Collections.unmodifiableSet(new TreeSet<>(kinds));
    }

    @Override
    public String words() {
      return "give up " + kinds + " of chunk " + chunk + " and remove what is left of them";
    }
  }

  /**
   * Give up and remove all that the store has of a chunk's ledgers, hot and frozen.
   *
   * @param chunk the chunk
   */
  record GiveUpChunk(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "give up all that the store has of chunk " + chunk + ", to be fetched again";
    }
  }

  /** Finish pending removals. */
  record Sweep() implements OperatorStep {
    @Override
    public String words() {
      return "finish the pending removals";
    }
  }

  /**
   * Remove entries in a chunk's places that have no catalog key.
   *
   * @param chunk the chunk
   * @param packsToo whether to remove packs that open as well
   * @param hotToo whether to remove hot directories as well
   */
  record RemoveOrphans(ChunkId chunk, boolean packsToo, boolean hotToo) implements OperatorStep {
    @Override
    public String words() {
      return "remove everything without a key of chunk " + chunk + " on purpose";
    }
  }

  /** Accept the catalog as it is, or create it again if it is gone. */
  record RecoverCatalog() implements OperatorStep {
    @Override
    public String words() {
      return "accept the catalog as it is, or create it again if it is gone; then audit the store,"
          + " and adopt what has no key";
    }
  }
}
