package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a chunk's hot database exists and cannot be used at the moment: its lock is held, too
 * many files are open, an I/O error, a handle of this process is still open. A restart may help. It
 * is never treated as loss.
 */
public final class HotStoreUnavailable extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;
  private final String reason;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param path its hot directory
   * @param reason why
   * @param cause the exception that was translated, or null
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
