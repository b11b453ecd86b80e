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
    return new Stream(
        stream, new LendingHandle(handles.opened("a stream of " + range + " from " + location())));
  }

  private record Stream(LedgerStream real, LendingHandle handle) implements LedgerStream {

    @Override
    public boolean next() {
      return handle.next(real::next);
    }

    @Override
    public ByteBuffer borrowedRaw() {
      return handle.lend(real::borrowedRaw);
    }

    @Override
    public String origin() {
      return real.origin();
    }

    @Override
    public void close() {
      handle.close(real::close);
    }
  }
}
