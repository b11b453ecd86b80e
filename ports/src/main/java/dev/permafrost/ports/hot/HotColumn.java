package dev.permafrost.ports.hot;

import dev.permafrost.ports.ledger.BorrowedLedger;

/**
 * A column family that a later slice adds to every hot database: its name, and what each ledger
 * puts into it, in the same atomic batch as the ledger itself. Immutable and shared between
 * threads.
 */
public interface HotColumn {

  /** The family; never {@link ColumnFamily#DEFAULT} or {@link ColumnFamily#LEDGERS}. */
  ColumnFamily family();

  /**
   * Adds this ledger's entries to the ledger's batch, all of them in {@link #family()}.
   *
   * @param borrowed has raw bytes and frame; valid until this returns, so what is put must be
   *     copied into buffers of the column's own
   */
  void contribute(BorrowedLedger borrowed, HotBatch batch);
}
