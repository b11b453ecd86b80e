package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Linked ledgers, one after another, made as they are asked for, up to the largest sequence. One
 * thread at a time.
 */
public final class ForgedChain implements Iterator<ForgedLedger> {

  private final LedgerMould mould;
  private long nextSequence;
  private LedgerHash previousHash;

  ForgedChain(LedgerMould mould, long nextSequence, LedgerHash previousHash) {
    this.mould = mould;
    this.nextSequence = nextSequence;
    this.previousHash = previousHash;
  }

  /** The sequence of the ledger that comes next. */
  public long nextSequence() {
    return nextSequence;
  }

  /** The hash of the ledger that came last, which the next one links to. */
  public LedgerHash previousHash() {
    return previousHash;
  }

  @Override
  public boolean hasNext() {
    return nextSequence <= LedgerRange.MAX_SEQUENCE;
  }

  @Override
  public ForgedLedger next() {
    checkNext();
    ForgedLedger ledger = mould.cast(nextSequence, previousHash);
    advance(ledger.hash());
    return ledger;
  }

  /** Passes over ledgers up to a sequence, which is next then; only their headers are made. */
  void skipTo(long sequence) {
    while (nextSequence < sequence) {
      checkNext();
      advance(mould.headerHash(nextSequence, previousHash));
    }
  }

  private void checkNext() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          "no ledger has a sequence above " + LedgerRange.MAX_SEQUENCE);
    }
  }

  private void advance(LedgerHash hash) {
    previousHash = hash;
    nextSequence++;
  }
}
