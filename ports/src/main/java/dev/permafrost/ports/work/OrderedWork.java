package dev.permafrost.ports.work;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs tasks in parallel and delivers their results in the order of submission. An application uses
 * a pool of threads, tests use the calling thread, a simulation uses a seeded scheduler.
 */
public interface OrderedWork {

  /**
   * Starts a run. One thread, its owner, submits tasks and receives results.
   *
   * @param perWorker creates the state of each worker (such as a codec session); closed by the run
   * @param handOver receives each result, in the order of submission, on the owner's thread, during
   *     {@link OrderedRun#submit} or {@link OrderedRun#finish}
   * @param maxBytesInFlight how many bytes, as stated at submission, may be submitted and not yet
   *     delivered; a single larger task runs alone
   */
  @MustBeClosed
  <W extends AutoCloseable, R> OrderedRun<W, R> begin(
      Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight);
}
