package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;

/** Thrown if the file that was to be adopted or verified does not exist. Nothing was changed. */
public final class CandidateMissing extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param path where it should be
   */
  public CandidateMissing(ChunkId chunk, String path) {
    super("chunk " + chunk + ": there is nothing at " + path, null, Remedy.CHANGE_REQUEST);
    this.chunk = chunk;
    this.path = path;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** Where it should be. */
  public String path() {
    return path;
  }
}
