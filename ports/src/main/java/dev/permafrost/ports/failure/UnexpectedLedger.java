package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * Thrown for a ledger that is not the expected one, or if a stream ends too early. Nothing of the
 * ledger was written.
 */
public final class UnexpectedLedger extends StorageFailure {

  private static final long serialVersionUID = 1L;

  /** What is wrong with the ledger. */
  public enum Kind {
    /** It was delivered before. */
    DUPLICATE("duplicate"),
    /** Ledgers before it are missing. */
    GAP("gap"),
    /** It lies after the chunk, or after the requested end. */
    OVERRUN("overrun"),
    /** It lies before the chunk. */
    FOREIGN("of another chunk"),
    /** The stream ended before the expected ledger. */
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
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param kind what is wrong with it
   * @param expected the expected sequence
   * @param found the sequence that was delivered; for a short stream, the last one
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

  /** The expected sequence. */
  public long expected() {
    return expected;
  }

  /** The sequence that was delivered; for a short stream, the last one. */
  public long found() {
    return found;
  }
}
