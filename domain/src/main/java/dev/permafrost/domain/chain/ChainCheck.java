package dev.permafrost.domain.chain;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.UnexpectedLedger;
import java.util.Optional;

/**
 * Checks that ledgers come one after another and that each links to the one before it
 * (docs/ledger-data.md, "The header chain"). That a header hashes to its own hash is checked
 * before, when it is read. Not thread-safe.
 */
public final class ChainCheck {

  private final ChunkId chunk;
  private final LedgerRange range;
  private final Anchors anchors;
  private final boolean continuesAnchor;
  private Optional<LedgerHash> previous;
  private Optional<LedgerHash> firstPrevious = Optional.empty();
  private long next;

  /**
   * A check of a part of a chunk.
   *
   * @param range the ledgers that are due
   * @param previous the hash of the ledger before the first of them, if it is known; what is
   *     trusted of that one is known, too
   * @param anchors what is trusted
   */
  public ChainCheck(
      ChunkId chunk, LedgerRange range, Optional<LedgerHash> previous, Anchors anchors) {
    this(chunk, range, range.first(), previous, anchors);
  }

  /**
   * A check that goes on where another ended.
   *
   * @param range the ledgers of the whole, those included that came before
   * @param next the first of them that is due; one behind the last if none is
   * @param previous the hash of the ledger before that one, if it is known; what is trusted of that
   *     one is known, too
   * @param anchors what is trusted
   */
  public ChainCheck(
      ChunkId chunk, LedgerRange range, long next, Optional<LedgerHash> previous, Anchors anchors) {
    this.chunk = chunk;
    this.range = range;
    this.anchors = anchors;
    Optional<LedgerHash> trusted = anchors.at(next - 1);
    this.continuesAnchor = trusted.isPresent();
    this.previous = trusted.or(() -> previous);
    this.next = next;
  }

  /**
   * Accepts the next ledger or throws; what throws leaves the check as it was.
   *
   * @throws UnexpectedLedger if it is not the next one that is due
   * @throws BrokenChain if it does not link to its predecessor, or another hash is trusted for it
   */
  public void accept(long sequence, LedgerHash hash, LedgerHash previousHash) {
    if (sequence != next || next > range.last()) {
      throw new UnexpectedLedger(chunk, kindOf(sequence), next, sequence);
    }
    if (previous.isPresent() && !previous.get().equals(previousHash)) {
      throw broken(sequence, previous.get().toString(), previousHash.toString());
    }
    anchors.check(chunk, sequence, hash);
    firstPrevious = firstPrevious.or(() -> Optional.of(previousHash));
    previous = Optional.of(hash);
    next++;
  }

  /** Before the first ledger of a chunk only a neighbour, or what is trusted, is known. */
  private BrokenChain broken(long sequence, String expected, String found) {
    boolean isAtNeighbour = sequence == range.first() && !continuesAnchor && chunk.value() > 0;
    return isAtNeighbour
        ? BrokenChain.between(chunk, new ChunkId(chunk.value() - 1), sequence, expected, found)
        : new BrokenChain(chunk, sequence, BrokenChain.Kind.LINK, expected, found);
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

  /**
   * What was checked, once all of it came.
   *
   * @throws UnexpectedLedger if the stream was short
   * @throws IllegalStateException if the check went on where another ended
   */
  public CheckedHeaders headers() {
    requireComplete();
    if (firstPrevious.isEmpty() || previous.isEmpty()) {
      throw new IllegalStateException("no ledger was accepted");
    }
    return new CheckedHeaders(
        chunk,
        range,
        firstPrevious.get(),
        previous.get(),
        anchors.highestIn(range),
        continuesAnchor);
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
