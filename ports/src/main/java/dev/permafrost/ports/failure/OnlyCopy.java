package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.List;
import java.util.Optional;

/** Thrown if the data to be discarded is the only copy of its ledgers. */
public final class OnlyCopy extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   */
  public OnlyCopy(ChunkId chunk) {
    super(
        "chunk " + chunk + " is not frozen: its hot data is the only copy", null, Remedy.OPERATOR);
    this.chunk = chunk;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        new OperatorNotice(
            "PF-ONLY-COPY",
            "the hot data of chunk " + chunk + " is the only copy of its ledgers: it is not frozen",
            List.of(new OperatorStep.Freeze(chunk), new OperatorStep.LoseUnfrozen(chunk))));
  }
}
