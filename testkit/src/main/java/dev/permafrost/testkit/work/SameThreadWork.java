package dev.permafrost.testkit.work;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs each task on the owner's thread while it is submitted, and hands its result over at once:
 * nothing is ever in flight, and what happens is the same every time.
 */
public final class SameThreadWork implements OrderedWork {

  @Override
  @MustBeClosed
  public <W extends AutoCloseable, R> OrderedRun<W, R> begin(
      Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight) {
    return new Run<>(perWorker, handOver);
  }

  private static final class Run<W extends AutoCloseable, R> implements OrderedRun<W, R> {
    private final Supplier<W> perWorker;
    private final Consumer<R> handOver;
    private @Nullable W worker;
    private boolean over;

    Run(Supplier<W> perWorker, Consumer<R> handOver) {
      this.perWorker = perWorker;
      this.handOver = handOver;
    }

    @Override
    public void submit(long bytes, Task<W, R> task) {
      if (bytes < 0) {
        throw new IllegalArgumentException("a task of " + bytes + " bytes");
      }
      checkNotOver();
      over = true;
      handOver.accept(task.run(worker()));
      over = false;
    }

    @Override
    public void finish() {
      checkNotOver();
    }

    @Override
    public void close() {
      over = true;
      W toClose = worker;
      worker = null;
      if (toClose != null) {
        try {
          toClose.close();
        } catch (Exception e) {
          // The contract: closing throws nothing. A count of handles shows what is still open.
        }
      }
    }

    private W worker() {
      W present = worker;
      if (present == null) {
        present = perWorker.get();
        worker = present;
      }
      return present;
    }

    private void checkNotOver() {
      if (over) {
        throw new IllegalStateException("the run is over: only close may follow");
      }
    }
  }
}
