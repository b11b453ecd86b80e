package dev.permafrost.domain.chain;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.UnexpectedLedger;
import java.util.Optional;

/**
 * Checks that ledgers are consecutive and that each links to the one before it
 * (docs/ledger-data.md, "The header chain"). That a header matches its own hash is checked earlier,
 * when the ledger is read. Not thread-safe.
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
   * Creates a check for a part of a chunk.
   *
   * @param range the expected ledgers
   * @param previous the hash of the ledger before the first of them, if known; an anchor of that
   *     ledger counts as known
   * @param anchors the trusted hashes
   */
  public ChainCheck(
      ChunkId chunk, LedgerRange range, Optional<LedgerHash> previous, Anchors anchors) {
    this(chunk, range, range.first(), previous, anchors);
  }

  /**
   * Creates a check that continues where another one ended.
   *
   * @param range all the ledgers, including those accepted before
   * @param next the first expected ledger; one after the last if none is left
   * @param previous the hash of the ledger before that one, if known; an anchor of that ledger
   *     counts as known
   * @param anchors the trusted hashes
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
   * Accepts the next ledger or throws; a call that throws does not change the check.
   *
   * @throws UnexpectedLedger if it is not the next expected one
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

  /** Before the first ledger of a chunk only a neighbour's hash, or a trusted one, is known. */
  private BrokenChain broken(long sequence, String expected, String found) {
    boolean isAtNeighbour = sequence == range.first() && !continuesAnchor && chunk.value() > 0;
    return isAtNeighbour
        ? BrokenChain.between(chunk, new ChunkId(chunk.value() - 1), sequence, expected, found)
        : new BrokenChain(chunk, sequence, BrokenChain.Kind.LINK, expected, found);
  }

  /**
   * Checks that all ledgers were accepted.
   *
   * @throws UnexpectedLedger if some are missing
   */
  public void requireComplete() {
    if (next <= range.last()) {
      throw new UnexpectedLedger(chunk, UnexpectedLedger.Kind.SHORT, next, next - 1);
    }
  }

  /** The hash of the last accepted ledger, or of the one before the first. */
  public Optional<LedgerHash> lastHash() {
    return previous;
  }

  /**
   * The checked headers, once all ledgers were accepted.
   *
   * @throws UnexpectedLedger if some are missing
   * @throws IllegalStateException if the check continued another one
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
