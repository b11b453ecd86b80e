package dev.permafrost.prove.soak;

import dev.permafrost.forge.ForgedChain;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import java.nio.ByteBuffer;
import java.util.TreeMap;

/** The ledgers as the forge makes them, for comparing. Safe for several threads. */
final class Truth {

  private final ForgedChain chain;
  private final TreeMap<Long, ByteBuffer> made = new TreeMap<>();

  /** The ledgers of a seed, from one on. */
  Truth(long seed, long first) {
    this.chain = LedgerForge.small(seed).from(first);
  }

  /** Whether these are the bytes of a ledger that was not forgotten. */
  boolean is(long sequence, ByteBuffer raw) {
    return raw.equals(raw(sequence));
  }

  private synchronized ByteBuffer raw(long sequence) {
    while (chain.nextSequence() <= sequence) {
      ForgedLedger next = chain.next();
      made.put(next.sequence(), next.raw());
    }
    ByteBuffer raw = made.get(sequence);
    if (raw == null) {
      throw new IllegalArgumentException("ledger " + sequence + " was forgotten");
    }
    return raw;
  }

  /** Ledgers below one are not asked for again. */
  synchronized void forgetBelow(long sequence) {
    made.headMap(sequence).clear();
  }
}
