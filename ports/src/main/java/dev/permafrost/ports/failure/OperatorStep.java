package dev.permafrost.ports.failure;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * One step out of a failure, or what ends a violation that an audit found. A step that this layer
 * can take is typed, so that a program can take it, or print it as a command of its own; the words
 * of such a command are not known here.
 */
public sealed interface OperatorStep {

  /** What to do, as part of a sentence, in lower case and without a full stop. */
  String words();

  /**
   * Something that only a person can do.
   *
   * @param words what
   */
  record ByHand(String words) implements OperatorStep {}

  /**
   * Adopt the pack that lies at the canonical place.
   *
   * @param chunk the chunk
   */
  record AdoptPack(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "adopt the pack of chunk " + chunk + " that lies there; it is checked whole first";
    }
  }

  /**
   * Adopt the hot database that lies in the chunk's place.
   *
   * @param chunk the chunk
   */
  record AdoptHot(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "adopt the hot database of chunk " + chunk + " that lies there; it is checked first";
    }
  }

  /**
   * Write the witness again from the highest ledger that is there; what was acknowledged beyond it
   * is given up.
   *
   * @param chunk the chunk
   */
  record RewriteWitness(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "keep what is there: write the witness of chunk "
          + chunk
          + " again from its highest ledger; what was acknowledged beyond it is given up";
    }
  }

  /**
   * Give the hot data of a chunk up, and remove what is left of it.
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
   * Finish removing a hot directory that is {@code transient}; an ingestion would also do.
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
   * Freeze a chunk from what the store has.
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
   * Make artifacts again, or, where their ledgers can be had from nowhere, remove them.
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
   * Give up all that the store has of a chunk's ledgers, hot and frozen, and remove it.
   *
   * @param chunk the chunk
   */
  record GiveUpChunk(ChunkId chunk) implements OperatorStep {
    @Override
    public String words() {
      return "give up all that the store has of chunk " + chunk + ", to be fetched again";
    }
  }

  /** Finish the prunings. */
  record Sweep() implements OperatorStep {
    @Override
    public String words() {
      return "finish what was to be removed";
    }
  }

  /**
   * Remove what stands in a chunk's places and has no key.
   *
   * @param chunk the chunk
   * @param packsToo whether packs that open whole are removed, too
   * @param hotToo whether hot directories are removed, too
   */
  record RemoveOrphans(ChunkId chunk, boolean packsToo, boolean hotToo) implements OperatorStep {
    @Override
    public String words() {
      return "remove what has no key of chunk " + chunk + " on purpose";
    }
  }

  /** Accept the catalog as it is, or make it again where it is gone. */
  record RecoverCatalog() implements OperatorStep {
    @Override
    public String words() {
      return "accept the catalog as it is, or make it again where it is gone; then audit the store,"
          + " and adopt what has no key";
    }
  }
}
