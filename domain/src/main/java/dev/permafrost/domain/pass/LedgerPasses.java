package dev.permafrost.domain.pass;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.chain.LedgerChecks;
import dev.permafrost.domain.flow.LedgerEncoder;
import dev.permafrost.domain.flow.LedgerLines;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.StorageEvents;
import java.util.Optional;

/**
 * Starts passes over the ledgers of chunks. Freezing, ingesting, adopting and verifying all read
 * and check ledgers this way. Thread-safe.
 */
public final class LedgerPasses {

  private final LedgerLines lines;
  private final LedgerChecks checks;
  private final StorageEvents events;

  /**
   * Creates the passes of a store.
   *
   * @param lines decode, check and encode each ledger
   * @param checks what headers are compared with
   * @param events receives the progress of a pass
   */
  public LedgerPasses(LedgerLines lines, LedgerChecks checks, StorageEvents events) {
    this.lines = lines;
    this.checks = checks;
    this.events = events;
  }

  /** What headers are compared with. */
  public LedgerChecks checks() {
    return checks;
  }

  /** Identifies the codec of these passes. */
  public CodecFingerprint fingerprint() {
    return lines.fingerprint();
  }

  /** Opens an encoder of single ledgers with the codec of these passes. */
  @MustBeClosed
  public LedgerEncoder encoder() {
    return lines.encoder();
  }

  /**
   * Starts a pass over a chunk, or over its first ledgers.
   *
   * @param tally counts the ledgers
   */
  public LedgerPass over(Operation operation, ChunkId chunk, LedgerRange part, Tally tally) {
    return new LedgerPass(operation, chunk, part, checks.chain(chunk, part), tally, lines, events);
  }

  /**
   * Starts a pass that continues after existing ledgers.
   *
   * @param whole all the ledgers, including those that exist
   * @param next the first expected one
   * @param previous the hash of the one before it, if known
   * @param tally counts the ledgers
   */
  public LedgerPass behind(
      Operation operation,
      ChunkId chunk,
      LedgerRange whole,
      long next,
      Optional<LedgerHash> previous,
      Tally tally) {
    return new LedgerPass(
        operation, chunk, whole, checks.chain(chunk, whole, next, previous), tally, lines, events);
  }
}
