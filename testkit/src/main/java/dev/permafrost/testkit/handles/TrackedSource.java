package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;

/** Tracks the streams of a source. */
record TrackedSource(LedgerSource real, OpenHandles handles) implements LedgerSource {

  @Override
  public String location() {
    return real.location();
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
  public LedgerStream stream(LedgerRange range, CancelToken cancel) {
    LedgerStream stream = real.stream(range, cancel);
    return new Stream(stream, handles.opened("a stream of " + range + " from " + location()));
  }

  private static final class Stream implements LedgerStream {
    private final LedgerStream real;
    private final OpenHandles.Handle handle;
    private final Loans loans = new Loans();

    Stream(LedgerStream real, OpenHandles.Handle handle) {
      this.real = real;
      this.handle = handle;
    }

    @Override
    public boolean next() {
      handle.use();
      loans.revoke();
      return real.next();
    }

    @Override
    public ByteBuffer borrowedRaw() {
      handle.use();
      return loans.lend(real.borrowedRaw());
    }

    @Override
    public String origin() {
      return real.origin();
    }

    @Override
    public void close() {
      handle.close();
      loans.revoke();
      real.close();
    }
  }
}
