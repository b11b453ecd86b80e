package dev.permafrost.prove.crash;

import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import dev.permafrost.testkit.machine.Machine;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a few threads of which only one goes on at a time. Before each operation of the machine, and
 * where one waits for another, a {@link Chooser} says which one that is.
 *
 * <p>By itself a thread goes on until it ends, waits, or is held up by a lock; then the next in
 * order goes on. Each other choice is a deviation. Used once, by the thread that chooses.
 */
final class TurnTaking {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long POLL_MILLIS = 1;

  /** For how long nothing may happen: something hangs then. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

  /** Says which thread goes on. */
  interface Chooser {
    /**
     * Chooses.
     *
     * @param decision counts from 0
     * @param others how many threads beside the usual one may go on
     * @return 0 for the usual one, or the number of another
     */
    int choose(int decision, int others);
  }

  private enum State {
    AT_GATE,
    WAITING,
    RUNNING,
    DONE
  }

  private static final class Runner {
    private final Thread thread;
    private volatile State state = State.RUNNING;
    private @Nullable Throwable failure;

    Runner(TurnTaking turns, Runnable body) {
      this.thread =
          new Thread(
              () -> {
                turns.awaitTurn(this, State.AT_GATE);
                try {
                  body.run();
                } catch (Throwable e) {
                  failure = e;
                }
                turns.done(this);
              },
              "turn");
      thread.setDaemon(true);
    }
  }

  private final Machine machine;
  private final Chooser chooser;
  private final List<Runner> runners = new ArrayList<>();
  private final List<Integer> others = new ArrayList<>();
  private int last;

  TurnTaking(Machine machine, Chooser chooser) {
    this.machine = machine;
    this.chooser = chooser;
  }

  /**
   * A clock on which a thread that waits lets the others go on, and which moves when it goes on.
   *
   * @param original moves
   */
  TimeSource time(TimeSource original) {
    return new TimeSource() {
      @Override
      public long nanoTime() {
        return original.nanoTime();
      }

      @Override
      public void pause(Duration howLong, CancelToken cancel) {
        if (!cancel.isCancelled()) {
          await(State.WAITING);
        }
        original.pause(howLong, cancel);
      }
    };
  }

  /**
   * Runs the threads to their end.
   *
   * @return what each failed with, in order; nothing where none did
   */
  List<Throwable> run(List<? extends Runnable> bodies) {
    bodies.forEach(body -> runners.add(new Runner(this, body)));
    machine.turns(() -> await(State.AT_GATE));
    runners.forEach(runner -> runner.thread.start());
    synchronized (this) {
      while (true) {
        List<Runner> ready = settled();
        if (ready.isEmpty()) {
          break;
        }
        letGoOn(ready);
        notifyAll();
      }
    }
    machine.turns(Machine.Turns.FREE);
    List<Throwable> failures = new ArrayList<>();
    for (Runner runner : runners) {
      if (runner.state != State.DONE) {
        failures.add(new IllegalStateException("a thread waits for a lock for ever"));
      } else if (runner.failure != null) {
        failures.add(runner.failure);
      }
    }
    return failures;
  }

  /** How many other threads could go on at each decision. */
  List<Integer> others() {
    return others;
  }

  private void letGoOn(List<Runner> ready) {
    Runner next = choose(ready);
    last = runners.indexOf(next);
    next.state = State.RUNNING;
  }

  private Runner choose(List<Runner> ready) {
    Runner usual = usual(ready);
    ready.remove(usual);
    int chosen = chooser.choose(others.size(), ready.size());
    others.add(ready.size());
    return chosen == 0 ? usual : ready.get(chosen - 1);
  }

  /** The one that went on last, if it can; else the next in order, those that wait behind all. */
  private Runner usual(List<Runner> ready) {
    Runner best = ready.get(0);
    int bestRank = Integer.MAX_VALUE;
    for (Runner runner : ready) {
      int distance = Math.floorMod(runners.indexOf(runner) - last, runners.size());
      int rank =
          runner.state == State.AT_GATE
              ? distance
              : runners.size() + Math.floorMod(distance - 1, runners.size());
      if (rank < bestRank) {
        best = runner;
        bestRank = rank;
      }
    }
    return best;
  }

  /** Waits until each thread is at its gate, done, or held up by one that is not running. */
  private List<Runner> settled() {
    long begunNanos = System.nanoTime();
    while (runners.stream()
        .anyMatch(runner -> runner.state == State.RUNNING && !isHeldUp(runner))) {
      if (System.nanoTime() - begunNanos > PATIENCE_NANOS) {
        throw new IllegalStateException("a thread neither goes on nor waits");
      }
      waitAWhile(POLL_MILLIS);
    }
    return ready();
  }

  private List<Runner> ready() {
    List<Runner> ready = new ArrayList<>();
    for (Runner runner : runners) {
      if (runner.state == State.AT_GATE || runner.state == State.WAITING) {
        ready.add(runner);
      }
    }
    return ready;
  }

  private boolean isHeldUp(Runner runner) {
    if (runner.thread.getState() != Thread.State.BLOCKED) {
      return false;
    }
    ThreadInfo info = THREADS.getThreadInfo(runner.thread.getId());
    return info != null
        && runners.stream()
            .anyMatch(
                other ->
                    other != runner
                        && other.thread.getId() == info.getLockOwnerId()
                        && (other.state == State.AT_GATE
                            || other.state == State.WAITING
                            || other.thread.getState() == Thread.State.BLOCKED));
  }

  private void await(State as) {
    for (Runner runner : runners) {
      if (runner.thread == Thread.currentThread()) {
        awaitTurn(runner, as);
      }
    }
  }

  /** Where nobody else runs, the thread chooses itself: most often it goes on, without a switch. */
  private synchronized void awaitTurn(Runner runner, State as) {
    runner.state = as;
    if (runners.stream().noneMatch(other -> other.state == State.RUNNING)) {
      letGoOn(ready());
    }
    notifyAll();
    while (runner.state == as) {
      waitAWhile(0);
    }
  }

  private synchronized void done(Runner runner) {
    runner.state = State.DONE;
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
