package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tracks the runs of ordered work. */
record TrackedWork(OrderedWork real, OpenHandles handles) implements OrderedWork {

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
  public <W extends AutoCloseable, R> OrderedRun<W, R> begin(
      Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight) {
    OrderedRun<W, R> run = real.begin(perWorker, handOver, maxBytesInFlight);
    return handles.opened("a run of ordered work").watch(OrderedRun.class, run);
  }
}
