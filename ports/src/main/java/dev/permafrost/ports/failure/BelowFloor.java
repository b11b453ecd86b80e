package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * Thrown for a chunk below the earliest ledger that the store is configured to hold. Nothing has
 * changed.
 */
public final class BelowFloor extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final long earliestLedger;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param earliestLedger the earliest ledger that the store is meant to hold
   */
  public BelowFloor(ChunkId chunk, long earliestLedger) {
    super(
        "chunk " + chunk + " lies below the earliest ledger of this store, " + earliestLedger,
        null,
        Remedy.CHANGE_REQUEST);
    this.chunk = chunk;
    this.earliestLedger = earliestLedger;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** The earliest ledger that the store is meant to hold. */
  public long earliestLedger() {
    return earliestLedger;
  }
}
