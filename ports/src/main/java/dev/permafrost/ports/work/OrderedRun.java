package dev.permafrost.ports.work;

/**
 * One run of {@link OrderedWork}, used by its owner's thread only.
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

  /** Hands over all that is left, waiting for it; throws the first failure in order. */
  void finish();

  /**
   * Drops what was not handed over, waits until no task of this run is running any more, and closes
   * what the workers kept. Throws nothing; closing twice is harmless.
   */
  @Override
  void close();
}
