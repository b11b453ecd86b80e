package dev.permafrost.ports.work;

/**
 * One run of {@link OrderedWork}. Used only by its owner's thread, and by a {@linkplain #feed
 * feeder} while that runs.
 *
 * @param <W> the state of each worker
 * @param <R> a task's result
 */
public interface OrderedRun<W extends AutoCloseable, R> extends AutoCloseable {

  /**
   * A task.
   *
   * @param <W> the state of each worker
   * @param <R> its result
   */
  interface Task<W, R> {
    /** Runs on a worker; no other task uses {@code worker} at the same time. */
    R run(W worker);
  }

  /**
   * Submits a task, after waiting for room. Delivers results that are ready in order. If an earlier
   * task failed, this throws its failure, in order; then the run is over, and only {@link #close}
   * may follow.
   *
   * @param bytes how much of the run's budget the task takes until its result is delivered
   */
  void submit(long bytes, Task<W, R> task);

  /**
   * Waits for the room of a task before the caller fetches the task's input. Without this, the
   * input would be held in addition to everything in flight. Delivers results and throws as {@link
   * #submit} does. The next submission does not wait.
   *
   * @param bytes how much the task will take
   */
  default void awaitRoom(long bytes) {}

  /**
   * Runs a feeder that submits tasks, and delivers each result as soon as it is ready in order,
   * even while the feeder waits for its next task. Returns when the feeder has ended and all
   * results are delivered.
   *
   * <p>The feeder runs on its own thread; the owner's thread delivers results. An implementation
   * without threads runs the feeder first, and delivers results during its submissions and at the
   * end. The first failure in order is thrown, a failure of the feeder after those of its tasks;
   * then the run is over, as for {@link #submit}, and the feeder has ended.
   *
   * @param feeder calls {@link #submit} and nothing else of this run
   * @param stop called on the owner's thread if the run fails before the feeder has ended: makes
   *     the feeder end soon, whatever it waits for
   */
  default void feed(Runnable feeder, Runnable stop) {
    feeder.run();
    finish();
  }

  /** Waits for all remaining results and delivers them; throws the first failure in order. */
  void finish();

  /**
   * Drops undelivered results, waits until no task of this run is running, and closes the workers'
   * state. Throws nothing; closing twice has no effect.
   */
  @Override
  void close();
}
