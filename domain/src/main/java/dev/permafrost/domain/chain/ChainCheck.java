package dev.permafrost.domain.chain;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.UnexpectedLedger;
import java.util.Optional;

/**
 * Checks that ledgers come one after another and that each links to the one before it (ledger data:
 * "previousLedgerHash of ledger n + 1 is hash of ledger n"). That a header hashes to its own hash
 * is checked before, by whoever read it. One thread at a time.
 */
public final class ChainCheck {

  private final ChunkId chunk;
  private final LedgerRange range;
  private Optional<LedgerHash> previous;
  private long next;

  /**
   * A check of a part of a chunk.
   *
   * @param range the ledgers that are due
   * @param previous the hash of the ledger before the first of them, if it is known
   */
  public ChainCheck(ChunkId chunk, LedgerRange range, Optional<LedgerHash> previous) {
    this(chunk, range, range.first(), previous);
  }

  /**
   * A check that goes on where another ended.
   *
   * @param range the ledgers of the whole, those included that came before
   * @param next the first of them that is due; one behind the last if none is
   * @param previous the hash of the ledger before that one, if it is known
   */
  public ChainCheck(ChunkId chunk, LedgerRange range, long next, Optional<LedgerHash> previous) {
    this.chunk = chunk;
    this.range = range;
    this.previous = previous;
    this.next = next;
  }

  /**
   * Accepts the next ledger or throws; what throws leaves the check as it was.
   *
   * @throws UnexpectedLedger if it is not the next one that is due
   * @throws BrokenChain if it does not link to its predecessor
   */
  public void accept(long sequence, LedgerHash hash, LedgerHash previousHash) {
    if (sequence != next || next > range.last()) {
      throw new UnexpectedLedger(chunk, kindOf(sequence), next, sequence);
    }
    if (previous.isPresent() && !previous.get().equals(previousHash)) {
      throw new BrokenChain(
          chunk,
          sequence,
          BrokenChain.Kind.LINK,
          previous.get().toString(),
          previousHash.toString());
    }
    previous = Optional.of(hash);
    next++;
  }

  /**
   * Checks that all ledgers came.
   *
   * @throws UnexpectedLedger if the stream was short
   */
  public void requireComplete() {
    if (next <= range.last()) {
      throw new UnexpectedLedger(chunk, UnexpectedLedger.Kind.SHORT, next, next - 1);
    }
  }

  /** The hash of the last ledger that was accepted, or of the one before the first. */
  public Optional<LedgerHash> lastHash() {
    return previous;
  }

  private UnexpectedLedger.Kind kindOf(long sequence) {
    if (sequence > range.last()) {
      return UnexpectedLedger.Kind.OVERRUN;
    }
    if (sequence > next) {
      return UnexpectedLedger.Kind.GAP;
    }
    return sequence < range.first()
        ? UnexpectedLedger.Kind.FOREIGN
        : UnexpectedLedger.Kind.DUPLICATE;
  }
}
