package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;

/** Thrown if a chunk has no local copy, and no backend is configured to fetch it from. */
public final class NoBackendConfigured extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   */
  public NoBackendConfigured(ChunkId chunk) {
    super(
        "chunk " + chunk + " has no local copy, and no lake is configured (--lake URL)",
        null,
        Remedy.CHANGE_REQUEST);
    this.chunk = chunk;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }
}
