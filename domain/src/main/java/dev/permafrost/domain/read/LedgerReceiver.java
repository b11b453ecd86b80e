package dev.permafrost.domain.read;

import java.nio.ByteBuffer;

/** Receives the ledgers of a page, in order. */
@FunctionalInterface
public interface LedgerReceiver {

  /**
   * Receives one ledger.
   *
   * @param sequence its sequence
   * @param borrowed its raw bytes or its frame, read-only, valid until this returns
   */
  void accept(long sequence, ByteBuffer borrowed);
}
