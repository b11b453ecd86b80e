package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;
import java.util.OptionalLong;

/** Thrown if the backend does not cover a chunk within the time allowed. */
public final class BackendCoverageTimeout extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final transient OptionalLong tip;
  private final long need;
  private final Duration waited;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param tip the backend's tip, if known
   * @param need the ledger that was waited for
   * @param waited how long
   */
  public BackendCoverageTimeout(ChunkId chunk, OptionalLong tip, long need, Duration waited) {
    super(
        "chunk "
            + chunk
            + ": the backend does not cover ledger "
            + need
            + " (its tip is "
            + (tip.isPresent() ? Long.toString(tip.getAsLong()) : "unknown")
            + ") after waiting "
            + waited.toMillis()
            + " ms",
        null,
        Remedy.TRY_LATER);
    this.chunk = chunk;
    this.tip = tip;
    this.need = need;
    this.waited = waited;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** The backend's tip, if known. */
  public OptionalLong tip() {
    return tip;
  }

  /** The ledger that was waited for. */
  public long need() {
    return need;
  }

  /** How long. */
  public Duration waited() {
    return waited;
  }
}
