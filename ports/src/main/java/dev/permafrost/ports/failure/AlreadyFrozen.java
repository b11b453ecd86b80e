package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * Ledgers were about to be ingested one by one into a chunk whose ledgers are frozen. Nothing has
 * changed.
 */
public final class AlreadyFrozen extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;

  /**
   * Makes one of its facts.
   *
   * @param chunk the chunk
   */
  public AlreadyFrozen(ChunkId chunk) {
    super(
        "chunk "
            + chunk
            + " is frozen: live ingestion does not go into it; begin behind the highest frozen"
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
