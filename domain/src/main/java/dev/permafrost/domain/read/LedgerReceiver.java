package dev.permafrost.domain.read;

import java.nio.ByteBuffer;

/** Gets the ledgers of a page, one after another. */
@FunctionalInterface
public interface LedgerReceiver {

  /**
   * Takes one ledger.
   *
   * @param sequence its sequence
   * @param borrowed its raw bytes or its frame, read-only, valid until this returns
   */
  void accept(long sequence, ByteBuffer borrowed);
}
