package dev.permafrost.prove.crash;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.testkit.machine.Machine;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
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
 *
 * <p>The thread that waits for the run is the one that draws. A worker that waits for a lock which
 * another worker holds is passed over until it has it.
 */
final class BatonWork implements OrderedWork {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long POLL_MILLIS = 1;

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

  private enum State {
    AT_GATE,
    RUNNING,
    DONE
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
      workers.add(new Worker<>(this, perWorker.get(), task));
    }

    @Override
    public void finish() {
      if (over) {
        throw new IllegalStateException("the run is over");
      }
      runAll();
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

    private void runAll() {
      machine.turns(this::await);
      workers.forEach(worker -> worker.thread.start());
      synchronized (this) {
        while (true) {
          List<Worker<W, R>> ready = settled();
          if (ready.isEmpty()) {
            break;
          }
          Worker<W, R> next = ready.get(random.nextInt(ready.size()));
          next.state = State.RUNNING;
          notifyAll();
        }
      }
      machine.turns(Machine.Turns.FREE);
    }

    /** Waits until every worker is at its gate, done, or held up by one that is at its gate. */
    private List<Worker<W, R>> settled() {
      while (workers.stream()
          .anyMatch(worker -> worker.state == State.RUNNING && !isHeldUp(worker))) {
        waitAWhile(POLL_MILLIS);
      }
      return workers.stream().filter(worker -> worker.state == State.AT_GATE).toList();
    }

    private boolean isHeldUp(Worker<W, R> worker) {
      if (worker.thread.getState() != Thread.State.BLOCKED) {
        return false;
      }
      ThreadInfo info = THREADS.getThreadInfo(worker.thread.getId());
      return info != null
          && workers.stream()
              .anyMatch(
                  other ->
                      other.state == State.AT_GATE
                          && other.thread.getId() == info.getLockOwnerId());
    }

    /** The gate: called by each worker before each operation. */
    private void await() {
      for (Worker<W, R> worker : workers) {
        if (worker.thread == Thread.currentThread()) {
          awaitTurn(worker);
        }
      }
    }

    private synchronized void awaitTurn(Worker<W, R> worker) {
      worker.state = State.AT_GATE;
      notifyAll();
      while (worker.state == State.AT_GATE) {
        waitAWhile(0);
      }
    }

    private synchronized void done(Worker<W, R> worker) {
      worker.state = State.DONE;
      notifyAll();
    }

    @SuppressWarnings("WaitNotInLoop") // the callers loop
    private void waitAWhile(long millis) {
      try {
        wait(millis);
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts the explorer", e);
      }
    }
  }

  private static final class Worker<W extends AutoCloseable, R> {
    private final W kept;
    private final Thread thread;
    private volatile State state = State.RUNNING;
    private Optional<R> result = Optional.empty();
    private @Nullable Throwable failure;

    Worker(BatonWork.Run<W, R> run, W kept, OrderedRun.Task<W, R> task) {
      this.kept = kept;
      this.thread =
          new Thread(
              () -> {
                run.await();
                try {
                  result = Optional.of(task.run(kept));
                } catch (Throwable e) {
                  failure = e;
                }
                run.done(this);
              },
              "baton");
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
