package dev.permafrost.ports.source;

import java.nio.ByteBuffer;

/**
 * A stream of raw ledgers, each lent to the caller. Not thread-safe.
 *
 * <p>A stream guarantees nothing about its ledgers: the domain checks sequence, header hash and
 * link. It must not reorder them, and it must throw rather than end early if it knows a reason.
 */
public interface LedgerStream extends AutoCloseable {

  /**
   * Moves to the next ledger; returns false after the last one. The previous buffer is no longer
   * valid. Throws a {@code StorageFailure} of the source, or {@code Cancelled} within a second of
   * the token's cancellation.
   */
  boolean next();

  /** The current raw ledger: a read-only buffer, valid until the next call of {@link #next}. */
  ByteBuffer borrowedRaw();

  /**
   * Gives the current raw ledger to the caller, who owns it from then on; {@link #borrowedRaw} is
   * invalid until the next call of {@link #next}.
   *
   * @param spare a direct buffer that the stream owns from now on, unless it is returned
   * @return the ledger from position to limit, in a direct buffer that the caller owns
   */
  default ByteBuffer exchangeRaw(ByteBuffer spare) {
    ByteBuffer borrowed = borrowedRaw().duplicate();
    ByteBuffer target =
        spare.capacity() < borrowed.remaining()
            ? ByteBuffer.allocateDirect(borrowed.remaining())
            : spare.clear();
    return target.put(borrowed).flip();
  }

  /** The origin of the current ledger (such as an object's name), for messages. */
  String origin();

  /**
   * Frees connections and buffers, without waiting for the network; closing twice has no effect.
   */
  @Override
  void close();
}
