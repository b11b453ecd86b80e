package dev.permafrost.ports.work;

import com.google.errorprone.annotations.MustBeClosed;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs tasks in parallel and hands their results over in the order of submission: a pool of threads
 * in an application, the same thread in tests, a seeded scheduler in a simulation.
 */
public interface OrderedWork {

  /**
   * Begins a run. One thread, its owner, submits to it and receives its results.
   *
   * @param perWorker makes what each worker keeps to itself (a codec session, say); closed by the
   *     run
   * @param handOver gets each result, in the order of submission, on the owner's thread, while it
   *     calls {@link OrderedRun#submit} or {@link OrderedRun#finish}
   * @param maxBytesInFlight how many bytes, as named at their submission, may be submitted and not
   *     yet handed over; a single larger task runs alone
   */
  @MustBeClosed
  <W extends AutoCloseable, R> OrderedRun<W, R> begin(
      Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight);
}
