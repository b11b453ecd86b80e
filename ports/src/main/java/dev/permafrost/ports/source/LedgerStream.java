package dev.permafrost.ports.source;

import java.nio.ByteBuffer;

/**
 * Raw ledgers, one after another, lent. One thread at a time.
 *
 * <p>A stream promises nothing about what it delivers: sequence, header hash and link are checked
 * by the domain. It must not reorder, and it must fail rather than end early for a reason that it
 * knows.
 */
public interface LedgerStream extends AutoCloseable {

  /**
   * Moves to the next ledger; false behind the last one. What was lent before is no longer valid.
   * Throws a {@code StorageFailure} of the source, or {@code Cancelled} within a second of the
   * token.
   */
  boolean next();

  /** The present raw ledger: a read-only buffer, valid until the next call of {@link #next}. */
  ByteBuffer borrowedRaw();

  /**
   * Hands the present raw ledger over: nothing is lent of it any more until the next call of {@link
   * #next}.
   *
   * @param spare a direct buffer, the stream's from now on, unless it is what is returned
   * @return the ledger from position to limit, in a direct buffer that is the caller's
   */
  default ByteBuffer exchangeRaw(ByteBuffer spare) {
    ByteBuffer borrowed = borrowedRaw().duplicate();
    ByteBuffer target =
        spare.capacity() < borrowed.remaining()
            ? ByteBuffer.allocateDirect(borrowed.remaining())
            : spare.clear();
    return target.put(borrowed).flip();
  }

  /** Where the present ledger came from (an object's name, say), for messages. */
  String origin();

  /** Frees connections and buffers, without waiting for the network; closing twice is harmless. */
  @Override
  void close();
}
