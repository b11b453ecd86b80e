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

/** Does the same to many chunks, several at once: one that fails hides nothing of the others. */
public final class ManyChunks {

  private final OrderedWork work;
  private final int atOnce;

  /**
   * A driver of chunks.
   *
   * @param work has a worker for each chunk that is worked on at once; not the workers on which the
   *     ledgers of a chunk are checked, or they would wait for each other
   * @param atOnce how many chunks may be worked on, or wait for an earlier one to be told, at once
   */
  public ManyChunks(OrderedWork work, int atOnce) {
    if (atOnce < 1) {
      throw new IllegalArgumentException("chunks at once: " + atOnce);
    }
    this.work = work;
    this.atOnce = atOnce;
  }

  /**
   * Does something to each chunk and waits for all.
   *
   * @param body does it to one chunk, on some worker
   * @param told gets each outcome, in the order of the chunks, on this thread
   * @param cancel when cancelled, the chunks that were not begun end as cancelled
   * @return the outcomes, in the order of the chunks
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

  /** What a worker keeps to itself here. */
  private static final class Nothing implements AutoCloseable {
    @Override
    public void close() {}
  }
}
