package dev.permafrost.prove.crash;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.testkit.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Workers that pass a baton at every operation of the machine, in an order drawn from a seed: each
 * task has a thread of its own, and never do two of them run at once, but for the few instructions
 * between a lock that one has just left to another and that one's next operation.
 */
final class BatonWork implements OrderedWork {

  private final Machine machine;
  private final Random random;

  BatonWork(Machine machine, long seed) {
    this.machine = machine;
    this.random = new Random(seed);
  }

  @Override
  @MustBeClosed
  public <W extends AutoCloseable, R> OrderedRun<W, R> begin(
      Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight) {
    return new Run<>(perWorker, handOver);
  }

  private final class Run<W extends AutoCloseable, R> implements OrderedRun<W, R> {
    private final Supplier<W> perWorker;
    private final Consumer<R> handOver;
    private final List<Worker<W, R>> workers = new ArrayList<>();
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
      if (over) {
        throw new IllegalStateException("the run is over");
      }
      workers.add(new Worker<>(perWorker.get(), task));
    }

    @Override
    public void finish() {
      if (over) {
        throw new IllegalStateException("the run is over");
      }
      TurnTaking turns = new TurnTaking(machine, (decision, others) -> random.nextInt(others + 1));
      List<Throwable> stuck = turns.run(workers);
      if (!stuck.isEmpty()) {
        throw new IllegalStateException("a worker did not come to its end", stuck.get(0));
      }
      over = true;
      for (Worker<W, R> worker : workers) {
        handOver.accept(worker.result());
      }
    }

    /** Threads that were not let through to their end would wait for ever. */
    @Override
    public void close() {
      over = true;
      workers.forEach(Worker::discard);
    }
  }

  private static final class Worker<W extends AutoCloseable, R> implements Runnable {
    private final W kept;
    private final OrderedRun.Task<W, R> task;
    private Optional<R> result = Optional.empty();
    private @Nullable Throwable failure;

    Worker(W kept, OrderedRun.Task<W, R> task) {
      this.kept = kept;
      this.task = task;
    }

    @Override
    public void run() {
      try {
        result = Optional.of(task.run(kept));
      } catch (Throwable e) {
        failure = e;
      }
    }

    R result() {
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      return result.orElseThrow(() -> new IllegalStateException("a task failed", failure));
    }

    void discard() {
      try {
        kept.close();
      } catch (Exception e) {
        throw new IllegalStateException("what a worker kept does not close", e);
      }
    }
  }
}
