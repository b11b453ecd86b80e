package dev.permafrost.prove.workload;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.ForgedSource;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** A lake of forged ledgers that has one more each time that it is asked for its tip. */
public final class PacedLake implements BulkBackend {

  /** The network that it names. */
  public static final String NETWORK = "Kill Network";

  private final ForgedSource source;
  private final AtomicLong tip;
  private volatile Runnable asked = () -> {};

  /** A lake that holds all of them at first. */
  public PacedLake(ForgedSource source) {
    this.source = source;
    this.tip = new AtomicLong(source.range().last());
  }

  /**
   * From now on it ends with a ledger.
   *
   * @param whenAsked called each time before it grows
   */
  public void endWith(long sequence, Runnable whenAsked) {
    tip.set(sequence);
    asked = whenAsked;
  }

  @Override
  public String location() {
    return source.location();
  }

  @Override
  public String network(CancelToken cancel) {
    return NETWORK;
  }

  @Override
  public boolean covers(long sequence, Duration timeLeft, CancelToken cancel) {
    return sequence <= tip.get();
  }

  @Override
  public OptionalLong tip(Duration timeLeft, CancelToken cancel) {
    asked.run();
    return OptionalLong.of(tip.updateAndGet(last -> Math.min(source.range().last(), last + 1)));
  }

  @Override
  @MustBeClosed
  public LedgerStream stream(LedgerRange range, CancelToken cancel) {
    return source.stream(range, cancel);
  }
}
