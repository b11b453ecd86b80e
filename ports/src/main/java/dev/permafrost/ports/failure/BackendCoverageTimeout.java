package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;
import java.util.OptionalLong;

/** The backend did not come to cover a chunk within the time that was allowed. */
public final class BackendCoverageTimeout extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final transient OptionalLong tip;
  private final long need;
  private final Duration waited;

  /**
   * Makes one of its facts.
   *
   * @param chunk the chunk
   * @param tip the backend's tip, if it could be told
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

  /** The backend's tip, if it could be told. */
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
