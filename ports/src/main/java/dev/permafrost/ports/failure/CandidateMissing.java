package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;

/** What was to be adopted, or verified, is not there. Nothing was changed. */
public final class CandidateMissing extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;

  /**
   * Makes one of its facts.
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
