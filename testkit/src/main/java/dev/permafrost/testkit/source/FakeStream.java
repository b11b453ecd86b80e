package dev.permafrost.testkit.source;

import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.handles.Loans;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream of a fake backend: delivers by its script, and poisons what it lent before. */
final class FakeStream implements LedgerStream {

  private final FakeBackend backend;
  private final LedgerRange range;
  private final CancelToken cancel;
  private final Loans loans = new Loans();
  private final Deque<byte[]> due = new ArrayDeque<>();
  private long place;
  private @Nullable ByteBuffer present;
  private boolean closed;

  FakeStream(FakeBackend backend, LedgerRange range, CancelToken cancel) {
    this.backend = backend;
    this.range = range;
    this.cancel = cancel;
    this.place = range.first() - 1;
  }

  @Override
  public boolean next() {
    checkOpen();
    loans.revoke();
    present = null;
    cancel.throwIfCancelled();
    while (due.isEmpty()) {
      List<byte[]> delivered = backend.deliver(range, place + 1);
      if (delivered == null) {
        return false;
      }
      place++;
      due.addAll(delivered);
    }
    present = loans.lend(ByteBuffer.wrap(due.remove()));
    backend.countDelivered();
    return true;
  }

  @Override
  public ByteBuffer borrowedRaw() {
    checkOpen();
    if (present == null) {
      throw new IllegalStateException("the stream is not at a ledger");
    }
    return present.duplicate();
  }

  @Override
  public String origin() {
    return FakeBackend.key(place);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      loans.revoke();
      backend.streamClosed();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the stream is closed");
    }
  }
}
