package dev.permafrost.ports.work;

/**
 * One run of {@link OrderedWork}, used by its owner's thread only, and by a {@linkplain #feed
 * feeder} while that runs.
 *
 * @param <W> what each worker keeps to itself
 * @param <R> a task's result
 */
public interface OrderedRun<W extends AutoCloseable, R> extends AutoCloseable {

  /**
   * A task.
   *
   * @param <W> what each worker keeps to itself
   * @param <R> its result
   */
  interface Task<W, R> {
    /** Runs on some worker; {@code worker} is used by no other task at the same time. */
    R run(W worker);
  }

  /**
   * Submits a task, waiting for room first. Hands over results that are due. If an earlier task
   * failed, its failure is thrown here, in its order; the run is over then and only {@link #close}
   * may follow.
   *
   * @param bytes how much of the run's budget the task takes until its result was handed over
   */
  void submit(long bytes, Task<W, R> task);

  /**
   * Waits for the room of a task before the caller fetches what that task works on: otherwise it
   * would be held beside all that is in flight. Hands over results that are due, and throws, as
   * {@link #submit} does. What is submitted next need not wait.
   *
   * @param bytes how much the task will take
   */
  default void awaitRoom(long bytes) {}

  /**
   * Lets a feeder submit tasks, and hands each result over as soon as it is due: a feeder that
   * waits for its next task does not hold back what it submitted before. Returns when the feeder
   * has ended and everything was handed over.
   *
   * <p>The feeder runs on a thread of its own; this thread, the owner's, hands over. Where there
   * are no threads the feeder runs first, and its results are handed over by its submissions and at
   * the end. The first failure in order is thrown, the feeder's behind those of what it submitted;
   * the run is over then, as for {@link #submit}, and the feeder has ended.
   *
   * @param feeder calls {@link #submit} and nothing else of this run
   * @param stop called where the run fails before the feeder has ended, on the owner's thread:
   *     makes the feeder end soon, whatever it waits for
   */
  default void feed(Runnable feeder, Runnable stop) {
    feeder.run();
    finish();
  }

  /** Hands over all that is left, waiting for it; throws the first failure in order. */
  void finish();

  /**
   * Drops what was not handed over, waits until no task of this run is running any more, and closes
   * what the workers kept. Throws nothing; closing twice is harmless.
   */
  @Override
  void close();
}
