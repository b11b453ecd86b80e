package dev.permafrost.domain.chunk;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Runs the same work on many chunks, several at once. A failure of one chunk does not stop the
 * others.
 */
public final class ManyChunks {

  private final OrderedWork work;
  private final int atOnce;

  /**
   * Creates a runner.
   *
   * @param work has a worker for each chunk that is processed at once; these must not be the
   *     workers that check the ledgers of a chunk, or the two would wait for each other
   * @param atOnce how many chunks may be in progress, or wait for an earlier one to be reported, at
   *     once
   */
  public ManyChunks(OrderedWork work, int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("chunks at once: " + atOnce);
    }
    this.work = work;
    this.atOnce = atOnce;
  }

  /**
   * Runs the body for each chunk and waits for all.
   *
   * @param body the work on one chunk, run on a worker
   * @param told receives each outcome, in chunk order, on this thread
   * @param cancel when cancelled, chunks that were not started end as cancelled
   * @return the outcomes, in chunk order
   */
  public <T> List<ChunkOutcome<T>> forEach(
      List<ChunkId> chunks,
      Function<ChunkId, T> body,
      Consumer<ChunkOutcome<T>> told,
      CancelToken cancel) {
    List<ChunkOutcome<T>> outcomes = new ArrayList<>(chunks.size());
    Consumer<ChunkOutcome<T>> handOver =
        outcome -> {
          outcomes.add(outcome);
          told.accept(outcome);
        };
    try (OrderedRun<Nothing, ChunkOutcome<T>> run = work.begin(Nothing::new, handOver, atOnce)) {
      for (ChunkId chunk : chunks) {
        run.submit(1, worker -> one(chunk, body, cancel));
      }
      run.finish();
    }
    return outcomes;
  }

  private static <T> ChunkOutcome<T> one(
      ChunkId chunk, Function<ChunkId, T> body, CancelToken cancel) {
    if (cancel.isCancelled()) {
      return ChunkOutcome.failed(chunk, new Cancelled());
    }
    try {
      return ChunkOutcome.done(chunk, body.apply(chunk));
    } catch (RuntimeException e) {
      return ChunkOutcome.failed(chunk, e);
    }
  }

  /** The state of a worker: none. */
  private static final class Nothing implements AutoCloseable {
    @Override
    public void close() {}
  }
}
