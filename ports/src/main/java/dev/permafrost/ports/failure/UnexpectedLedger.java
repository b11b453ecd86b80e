package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;

/** A ledger that is not the next one, or none where one was due. Nothing of it was written. */
public final class UnexpectedLedger extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the ledger. */
  public enum Kind {
    /** It was there before. */
    DUPLICATE("duplicate"),
    /** Ledgers before it are missing. */
    GAP("gap"),
    /** It lies behind the chunk, or behind the end that was asked for. */
    OVERRUN("overrun"),
    /** It lies before the chunk. */
    FOREIGN("of another chunk"),
    /** The stream ended before it. */
    SHORT("short stream");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The kind in words. */
    public String word() {
      return word;
    }
  }

  private final transient ChunkId chunk;
  private final Kind kind;
  private final long expected;
  private final long found;

  /**
   * Makes one of its facts.
   *
   * @param chunk the chunk
   * @param kind what is wrong with it
   * @param expected the sequence that was due
   * @param found the sequence that came; for a short stream the last one that did
   */
  public UnexpectedLedger(ChunkId chunk, Kind kind, long expected, long found) {
    super(
        "chunk "
            + chunk
            + ": unexpected ledger ("
            + kind.word()
            + "): expected "
            + expected
            + ", found "
            + (kind == Kind.SHORT ? "the end behind " + found : Long.toString(found)),
        null,
        Remedy.REPLACE_DATA);
    this.chunk = chunk;
    this.kind = kind;
    this.expected = expected;
    this.found = found;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** What is wrong with it. */
  public Kind kind() {
    return kind;
  }

  /** The sequence that was due. */
  public long expected() {
    return expected;
  }

  /** The sequence that came; for a short stream the last one that did. */
  public long found() {
    return found;
  }
}
