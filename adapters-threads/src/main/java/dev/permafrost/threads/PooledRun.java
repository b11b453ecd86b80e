package dev.permafrost.threads;

import dev.permafrost.ports.work.OrderedRun;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run on a pool: a queue of slots in the order of submission, which the workers fill in any
 * order, and the owner empties from its head.
 *
 * <p>While a feeder runs, it fills the queue from its own thread; state that otherwise only the
 * owner uses is then guarded by the lock.
 *
 * <p>A slot counts against the budget from its submission until its result is delivered. After a
 * task has failed, later ones that have not started are skipped, since their results would not be
 * delivered.
 */
final class PooledRun<W extends AutoCloseable, R> implements OrderedRun<W, R> {

  /** One task with its state and result. Guarded by the run's lock. */
  private static final class Slot<R> {
    private final long number;
    private final long bytes;
    private boolean done;
    private @Nullable R result;
    private @Nullable Throwable failure;

    Slot(long number, long bytes) {
      this.number = number;
      this.bytes = bytes;
    }
  }

  private final Executor threads;
  private final Supplier<W> perWorker;
  private final Consumer<R> handOver;
  private final long maxBytesInFlight;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by the lock.
  private final Deque<W> idleWorkers = new ArrayDeque<>();
  private int running;
  private long firstFailure = Long.MAX_VALUE;
  private @Nullable Slot<R> awaited;
  private boolean closed;

  private @Nullable Thread feeding;
  private boolean fed;
  private @Nullable Throwable feederFailure;

  // Used by the owner only, except while a feeder runs.
  private final Deque<Slot<R>> slots = new ArrayDeque<>();
  private long submitted;
  private long bytesInFlight;
  private boolean over;

  PooledRun(Executor threads, Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight) {
    this.threads = threads;
    this.perWorker = perWorker;
    this.handOver = handOver;
    this.maxBytesInFlight = maxBytesInFlight;
  }

  @Override
  public void submit(long bytes, Task<W, R> task) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a task of " + bytes + " bytes");
    }
    if (Thread.currentThread() == feeding) {
      submitFed(bytes, task);
      return;
    }
    makeRoom(bytes);
    over = true;
    Slot<R> slot = new Slot<>(submitted, bytes);
    execute(slot, task);
    submitted++;
    slots.add(slot);
    bytesInFlight += bytes;
    over = false;
  }

  @Override
  public void awaitRoom(long bytes) {
    if (Thread.currentThread() == feeding) {
      lock.lock();
      try {
        awaitRoomFed(bytes);
      } finally {
        lock.unlock();
      }
    } else {
      makeRoom(bytes);
    }
  }

  /** Called on the owner's thread. */
  private void makeRoom(long bytes) {
    checkNotOver();
    over = true;
    while (!slots.isEmpty() && (isHeadDone() || bytesInFlight > maxBytesInFlight - bytes)) {
      handOverHead();
    }
    over = false;
  }

  /** Called on the feeder's thread, under the lock: waits for room, which the owner makes. */
  private void awaitRoomFed(long bytes) {
    while (!over && bytesInFlight > 0 && bytesInFlight > maxBytesInFlight - bytes) {
      changed.awaitUninterruptibly();
    }
    checkNotOver();
  }

  private void execute(Slot<R> slot, Task<W, R> task) {
    try {
      threads.execute(() -> runSlot(slot, task));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the pool is closed", e);
    }
  }

  @Override
  public void feed(Runnable feeder, Runnable stop) {
    checkNotOver();
    Thread thread = new Thread(() -> runFeeder(feeder), "permafrost-feeder");
    thread.setDaemon(true);
    feeding = thread;
    fed = false;
    feederFailure = null;
    thread.start();
    try {
      handOverAsItComes();
    } catch (RuntimeException | Error e) {
      endFeeding();
      stop.run();
      throw e;
    } finally {
      join(thread);
      feeding = null;
    }
    if (feederFailure != null) {
      over = true;
      throw PooledRun.<RuntimeException>asItIs(feederFailure);
    }
  }

  private void runFeeder(Runnable feeder) {
    Throwable failure = null;
    try {
      feeder.run();
    } catch (Throwable e) {
      failure = e;
    }
    lock.lock();
    try {
      feederFailure = failure;
      fed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void submitFed(long bytes, Task<W, R> task) {
    Slot<R> slot;
    lock.lock();
    try {
      awaitRoomFed(bytes);
      slot = new Slot<>(submitted++, bytes);
      slots.add(slot);
      bytesInFlight += bytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    execute(slot, task);
  }

  /** Called on the owner's thread, until the feeder has ended and all results are delivered. */
  private void handOverAsItComes() {
    for (Slot<R> head = nextFed(); head != null; head = nextFed()) {
      handOver.accept(await(head));
      lock.lock();
      try {
        bytesInFlight -= head.bytes;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits for the next slot; null after the last. */
  private @Nullable Slot<R> nextFed() {
    lock.lock();
    try {
      while (slots.isEmpty() && !fed) {
        changed.awaitUninterruptibly();
      }
      return slots.poll();
    } finally {
      lock.unlock();
    }
  }

  /** Makes the feeder's next submission fail. */
  private void endFeeding() {
    lock.lock();
    try {
      over = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps an interrupt, which nothing here uses, for later. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void finish() {
    checkNotOver();
    over = true;
    while (!slots.isEmpty()) {
      handOverHead();
    }
    over = false;
  }

  @Override
  public void close() {
    over = true;
    slots.clear();
    lock.lock();
    try {
      closed = true;
      awaited = null;
      while (running > 0) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    for (W worker = idleWorkers.poll(); worker != null; worker = idleWorkers.poll()) {
      closeQuietly(worker);
    }
  }

  private void checkNotOver() {
    if (over) {
      throw new IllegalStateException("the run is over: only close may follow");
    }
  }

  private boolean isHeadDone() {
    lock.lock();
    try {
      return slots.element().done;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the oldest task and delivers its result, or throws its failure. */
  private void handOverHead() {
    Slot<R> head = slots.remove();
    R result = await(head);
    handOver.accept(result);
    bytesInFlight -= head.bytes;
  }

  private R await(Slot<R> slot) {
    lock.lock();
    try {
      awaited = slot;
      while (!slot.done) {
        changed.awaitUninterruptibly();
      }
      awaited = null;
      if (slot.failure != null) {
        throw PooledRun.<RuntimeException>asItIs(slot.failure);
      }
      return result(slot);
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("NullAway") // A task may return null if R allows it.
  private static <R> R result(Slot<R> slot) {
    return slot.result;
  }

  /** Called on a thread of the pool. */
  private void runSlot(Slot<R> slot, Task<W, R> task) {
    if (!enter(slot)) {
      return;
    }
    W worker = null;
    R result = null;
    Throwable failure = null;
    try {
      worker = takeWorker();
      result = task.run(worker);
    } catch (Throwable e) {
      failure = e;
    }
    leave(slot, worker, result, failure);
  }

  private boolean enter(Slot<R> slot) {
    lock.lock();
    try {
      if (closed || slot.number > firstFailure) {
        return false;
      }
      running++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  private W takeWorker() {
    W idle;
    lock.lock();
    try {
      idle = idleWorkers.poll();
    } finally {
      lock.unlock();
    }
    return idle != null ? idle : perWorker.get();
  }

  private void leave(
      Slot<R> slot, @Nullable W worker, @Nullable R result, @Nullable Throwable failure) {
    lock.lock();
    try {
      if (worker != null) {
        idleWorkers.add(worker);
      }
      slot.result = result;
      slot.failure = failure;
      slot.done = true;
      if (failure != null) {
        firstFailure = Math.min(firstFailure, slot.number);
      }
      running--;
      if (slot == awaited || closed) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void closeQuietly(AutoCloseable worker) {
    try {
      worker.close();
    } catch (Exception e) {
      // The contract: closing throws nothing. A failure of the worker's close is dropped.
    }
  }

  /** Throws a task's failure unchanged, whatever its type. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E asItIs(Throwable failure) throws E {
    throw (E) failure;
  }
}
