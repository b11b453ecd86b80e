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
    return new Run<>(run, handles.opened("a run of ordered work"));
  }

  private record Run<W extends AutoCloseable, R>(OrderedRun<W, R> real, OpenHandles.Handle handle)
      implements OrderedRun<W, R> {

    @Override
    public void submit(long bytes, Task<W, R> task) {
      handle.use();
      real.submit(bytes, task);
    }

    @Override
    public void awaitRoom(long bytes) {
      handle.use();
      real.awaitRoom(bytes);
    }

    @Override
    public void feed(Runnable feeder, Runnable stop) {
      handle.use();
      real.feed(feeder, stop);
    }

    @Override
    public void finish() {
      handle.use();
      real.finish();
    }

    @Override
    public void close() {
      handle.close();
      real.close();
    }
  }
}
