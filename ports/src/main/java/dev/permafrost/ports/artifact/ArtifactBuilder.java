package dev.permafrost.ports.artifact;

import dev.permafrost.ports.ledger.BorrowedLedger;

/**
 * Turns the ledgers of one chunk into the bytes of one file. Call {@link #add} for each ledger in
 * order, {@link #finish} once, then {@link #close}. Not thread-safe.
 */
public interface ArtifactBuilder extends AutoCloseable {

  /**
   * Adds one ledger.
   *
   * @param borrowed valid until this returns
   */
  void add(BorrowedLedger borrowed);

  /**
   * Writes what follows the last ledger (indexes, trailers). Nothing may be added afterwards.
   *
   * @throws IllegalStateException if ledgers of the range are missing
   */
  void finish();

  /** Frees what the builder holds; never writes, never commits; closing twice has no effect. */
  @Override
  void close();
}
