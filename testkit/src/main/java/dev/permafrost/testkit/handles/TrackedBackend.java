package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.time.Duration;
import java.util.OptionalLong;

/** Tracks the streams of a bulk backend. */
final class TrackedBackend implements BulkBackend {

  private final BulkBackend real;
  private final TrackedSource source;

  TrackedBackend(BulkBackend real, OpenHandles handles) {
    this.real = real;
    this.source = new TrackedSource(real, handles);
  }

  @Override
  public String location() {
    return real.location();
  }

  @Override
  public String network(CancelToken cancel) {
    return real.network(cancel);
  }

  @Override
  public boolean covers(long sequence, Duration timeLeft, CancelToken cancel) {
    return real.covers(sequence, timeLeft, cancel);
  }

  @Override
  public OptionalLong tip(Duration timeLeft, CancelToken cancel) {
    return real.tip(timeLeft, cancel);
  }

  @Override
  @MustBeClosed
  public LedgerStream stream(LedgerRange range, CancelToken cancel) {
    return source.stream(range, cancel);
  }
}
