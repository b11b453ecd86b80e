package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * A header does not hash to its own hash, does not link to its predecessor, or is not the one that
 * is trusted.
 */
public final class BrokenChain extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** Which rule of the chain is broken. */
  public enum Kind {
    /** The header's SHA-256 is not the hash that the ledger claims. */
    HEADER_HASH("header hash"),
    /** The previous hash is not the predecessor's hash. */
    LINK("link to the predecessor"),
    /** The hash kept beside a frame is not that of the ledger inside it. */
    FRAME_PREFIX("hash kept beside the frame"),
    /** The ledger's hash is not the one that the operator trusts. */
    ANCHOR("trusted hash");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The rule in words. */
    public String word() {
      return word;
    }
  }

  private final transient ChunkId chunk;
  private final long sequence;
  private final Kind kind;
  private final String expected;
  private final String found;

  /**
   * Makes one of its facts.
   *
   * @param chunk the chunk
   * @param sequence the ledger at which the chain breaks
   * @param kind which rule it breaks
   * @param expected the hash that the rule wants
   * @param found the hash that is there
   */
  public BrokenChain(ChunkId chunk, long sequence, Kind kind, String expected, String found) {
    super(
        "chunk "
            + chunk
            + ": the chain breaks at ledger "
            + sequence
            + " ("
            + kind.word()
            + "): expected "
            + expected
            + ", found "
            + found,
        null,
        Remedy.REPLACE_DATA);
    this.chunk = chunk;
    this.sequence = sequence;
    this.kind = kind;
    this.expected = expected;
    this.found = found;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** The ledger at which the chain breaks. */
  public long sequence() {
    return sequence;
  }

  /** Which rule it breaks. */
  public Kind kind() {
    return kind;
  }

  /** The hash that the rule wants. */
  public String expected() {
    return expected;
  }

  /** The hash that is there. */
  public String found() {
    return found;
  }
}
