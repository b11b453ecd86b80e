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
 * Begins passes over the ledgers of chunks: for freezing, ingesting, adopting and verifying alike,
 * this is the one way in which ledgers are read and checked. Safe for several threads.
 */
public final class LedgerPasses {

  private final LedgerLines lines;
  private final LedgerChecks checks;
  private final StorageEvents events;

  /**
   * The passes of a store.
   *
   * @param lines decode, check and encode each ledger
   * @param checks say what headers are compared with
   * @param events is told how far a pass is
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

  /** What makes the frames of these passes. */
  public CodecFingerprint fingerprint() {
    return lines.fingerprint();
  }

  /** Opens an encoder of single ledgers, whose frames are those of these passes. */
  @MustBeClosed
  public LedgerEncoder encoder() {
    return lines.encoder();
  }

  /**
   * Begins a pass over a chunk, or over the first ledgers of it.
   *
   * @param tally counts the ledgers
   */
  public LedgerPass over(Operation operation, ChunkId chunk, LedgerRange part, Tally tally) {
    return new LedgerPass(operation, chunk, part, checks.chain(chunk, part), tally, lines, events);
  }

  /**
   * Begins a pass that goes on behind ledgers which are there.
   *
   * @param whole the ledgers of the whole, those included that are there
   * @param next the first that is due
   * @param previous the hash of the one before it, if it is known
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
