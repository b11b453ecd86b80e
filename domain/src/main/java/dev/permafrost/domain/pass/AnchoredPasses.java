package dev.permafrost.domain.pass;

import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chain.ChainCheck;
import dev.permafrost.domain.flow.LedgerLines;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.StorageEvents;
import java.util.Optional;

/**
 * Starts passes over the ledgers of chunks without a store, and so without neighbours: headers are
 * compared only with the trusted hashes. Thread-safe.
 */
public final class AnchoredPasses {

  private final LedgerLines lines;
  private final Anchors anchors;
  private final StorageEvents events;

  /**
   * Creates passes without a store.
   *
   * @param lines decode, check and encode each ledger
   * @param anchors the trusted hashes
   * @param events receives the progress of a pass
   */
  public AnchoredPasses(LedgerLines lines, Anchors anchors, StorageEvents events) {
    this.lines = lines;
    this.anchors = anchors;
    this.events = events;
  }

  /** Identifies the codec of these passes. */
  public CodecFingerprint fingerprint() {
    return lines.fingerprint();
  }

  /**
   * Starts a pass over a chunk.
   *
   * @param tally counts the ledgers
   */
  public LedgerPass over(Operation operation, ChunkId chunk, LedgerRange range, Tally tally) {
    return behind(operation, chunk, range, range.first(), Optional.empty(), tally);
  }

  /**
   * Starts a pass over the last ledgers of a chunk.
   *
   * @param range the ledgers of the whole chunk
   * @param next the first expected one
   * @param previous the hash of the one before it, if known
   * @param tally counts the ledgers
   */
  public LedgerPass behind(
      Operation operation,
      ChunkId chunk,
      LedgerRange range,
      long next,
      Optional<LedgerHash> previous,
      Tally tally) {
    ChainCheck chain = new ChainCheck(chunk, range, next, previous, anchors);
    return new LedgerPass(operation, chunk, range, chain, tally, lines, events);
  }
}
