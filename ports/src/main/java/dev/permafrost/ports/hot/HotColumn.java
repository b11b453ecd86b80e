package dev.permafrost.ports.hot;

import dev.permafrost.ports.ledger.BorrowedLedger;

/**
 * An additional column family of every hot database: its name, and the entries of each ledger,
 * which are written in the same atomic batch as the ledger itself. Immutable and thread-safe.
 */
public interface HotColumn {

  /** The family; never {@link ColumnFamily#DEFAULT} or {@link ColumnFamily#LEDGERS}. */
  ColumnFamily family();

  /**
   * Adds this ledger's entries to the ledger's batch, all of them in {@link #family()}.
   *
   * @param borrowed has raw bytes and frame; valid until this returns, so what is put must be
   *     copied into the column's own buffers
   */
  void contribute(BorrowedLedger borrowed, HotBatch batch);
}
