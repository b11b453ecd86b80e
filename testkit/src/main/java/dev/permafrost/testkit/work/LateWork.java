package dev.permafrost.testkit.work;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs every task as late as it may: when there is no more room for another one, or when the run is
 * finished. A caller that does not wait for what it submitted loses it, every time. On the owner's
 * thread.
 */
public final class LateWork implements OrderedWork {

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the run that is given out
  public <W extends AutoCloseable, R> OrderedRun<W, R> begin(
      Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight) {
    return new Run<>(
        new SameThreadWork().begin(perWorker, handOver, maxBytesInFlight), maxBytesInFlight);
  }

  private static final class Run<W extends AutoCloseable, R> implements OrderedRun<W, R> {

    private final OrderedRun<W, R> atOnce;
    private final long maxBytes;
    private final Queue<Task<W, R>> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean over;

    Run(OrderedRun<W, R> atOnce, long maxBytes) {
      this.atOnce = atOnce;
      this.maxBytes = maxBytes;
    }

    @Override
    public void submit(long bytes, Task<W, R> task) {
      if (bytes < 0) {
        throw new IllegalArgumentException("a task of " + bytes + " bytes");
      }
      awaitRoom(bytes);
      waiting.add(task);
      waitingBytes += bytes;
    }

    @Override
    public void awaitRoom(long bytes) {
      requireNotOver();
      if (waitingBytes + bytes > maxBytes) {
        runWaiting();
      }
    }

    @Override
    public void finish() {
      requireNotOver();
      runWaiting();
    }

    private void runWaiting() {
      over = true;
      for (Task<W, R> task = waiting.poll(); task != null; task = waiting.poll()) {
        atOnce.submit(0, task);
      }
      waitingBytes = 0;
      over = false;
    }

    @Override
    public void close() {
      over = true;
      waiting.clear();
      atOnce.close();
    }

    private void requireNotOver() {
      if (over) {
        throw new IllegalStateException("the run is over: only close may follow");
      }
    }
  }
}
