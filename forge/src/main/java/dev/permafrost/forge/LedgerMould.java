package dev.permafrost.forge;

import dev.permafrost.ports.chunk.LedgerHash;

/**
 * Casts ledgers of one structure. What it casts is a pure function of the mould, the sequence and
 * the previous hash. Immutable, and safe for several threads.
 */
interface LedgerMould {

  /** The hash of a ledger's header, without casting the rest of the ledger. */
  LedgerHash headerHash(long sequence, LedgerHash previousHash);

  /** A whole ledger. */
  ForgedLedger cast(long sequence, LedgerHash previousHash);
}
