package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import org.jspecify.annotations.Nullable;

/**
 * A chunk's hot database is there and cannot be used now: its lock is held, too many files are
 * open, an I/O error, a handle of this process is still out. A restart may help; it is never
 * concluded to be loss.
 */
public final class HotStoreUnavailable extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;
  private final String reason;

  /**
   * Makes one of its facts.
   *
   * @param chunk the chunk
   * @param path its hot directory
   * @param reason why
   * @param cause what it was translated from, if anything
   */
  public HotStoreUnavailable(ChunkId chunk, String path, String reason, @Nullable Throwable cause) {
    super(
        "chunk " + chunk + ": hot database at " + path + " is unavailable: " + reason,
        cause,
        Remedy.TRY_LATER);
    this.chunk = chunk;
    this.path = path;
    this.reason = reason;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** Its hot directory. */
  public String path() {
    return path;
  }

  /** Why. */
  public String reason() {
    return reason;
  }
}
