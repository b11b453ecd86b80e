package dev.permafrost.ports.artifact;

import dev.permafrost.ports.ledger.BorrowedLedger;

/**
 * Turns the ledgers of one chunk into the bytes of one file. One thread at a time; {@link #add} for
 * each ledger in order, then {@link #finish} once, then {@link #close}.
 */
public interface ArtifactBuilder extends AutoCloseable {

  /**
   * Adds one ledger.
   *
   * @param borrowed valid until this returns
   */
  void add(BorrowedLedger borrowed);

  /**
   * Writes what stands behind the last ledger (indexes, trailers). Nothing may be added afterwards.
   *
   * @throws IllegalStateException if ledgers of the range are missing
   */
  void finish();

  /** Frees what the builder holds; never writes, never commits; closing twice is harmless. */
  @Override
  void close();
}
