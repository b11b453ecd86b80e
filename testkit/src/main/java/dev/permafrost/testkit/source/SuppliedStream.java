package dev.permafrost.testkit.source;

import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;

/** A stream whose ledgers are supplied one at a time, each when it is reached. Not thread-safe. */
public final class SuppliedStream implements LedgerStream {

  private final String origin;
  private final Supplier<Optional<ByteBuffer>> ledgers;
  private final CancelToken cancel;
  private ByteBuffer present = ByteBuffer.allocate(0);

  /**
   * A stream of what a supplier gives.
   *
   * @param origin where the ledgers are said to come from
   * @param ledgers gives the next one, which is lent until it is asked again, or none at the end
   */
  public SuppliedStream(String origin, Supplier<Optional<ByteBuffer>> ledgers, CancelToken cancel) {
    this.origin = origin;
    this.ledgers = ledgers;
    this.cancel = cancel;
  }

  @Override
  public boolean next() {
    cancel.throwIfCancelled();
    Optional<ByteBuffer> next = ledgers.get();
    next.ifPresent(ledger -> present = ledger);
    return next.isPresent();
  }

  @Override
  public ByteBuffer borrowedRaw() {
    return present;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public void close() {}
}
