package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * Thrown if live ingestion is started for a chunk whose ledgers are frozen. Nothing has changed.
 */
public final class AlreadyFrozen extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   */
  public AlreadyFrozen(ChunkId chunk) {
    super(
        "chunk "
            + chunk
            + " is frozen: live ingestion cannot add to it; begin after the highest frozen"
            + " chunk",
        null,
        Remedy.CHANGE_REQUEST);
    this.chunk = chunk;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }
}
