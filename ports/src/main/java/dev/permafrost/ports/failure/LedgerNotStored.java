package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;

/** Thrown if a caller asks for a ledger that the store does not hold. */
public final class LedgerNotStored extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final long sequence;
  private final transient ChunkId chunk;

  /**
   * Creates the failure.
   *
   * @param sequence the ledger
   * @param chunk the chunk it belongs to
   */
  public LedgerNotStored(long sequence, ChunkId chunk) {
    super(
        "ledger " + sequence + " of chunk " + chunk + " is not in this store",
        null,
        Remedy.CHANGE_REQUEST);
    this.sequence = sequence;
    this.chunk = chunk;
  }

  /** The ledger. */
  public long sequence() {
    return sequence;
  }

  /** The chunk it belongs to. */
  public ChunkId chunk() {
    return chunk;
  }
}
