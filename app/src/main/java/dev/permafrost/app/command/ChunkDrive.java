package dev.permafrost.app.command;

import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.ManyChunks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.wiring.OpenStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Runs the same work on many chunks, and prints failures at once: a run can take hours. */
final class ChunkDrive {

  /**
   * A result and its duration.
   *
   * @param value the result
   * @param elapsed the duration
   * @param <T> the type of the result
   */
  record Timed<T>(T value, Duration elapsed) {}

  private ChunkDrive() {}

  /**
   * Runs the work.
   *
   * @param body the work on one chunk, run on a worker
   * @return an outcome for each chunk, in order
   */
  static <T> List<ChunkOutcome<Timed<T>>> over(
      List<ChunkId> chunks, OpenStore<?> store, Invocation in, Function<ChunkId, T> body) {
    return over(chunks, store.chunks(), in, body);
  }

  /** The same, with a runner that does not belong to a store. */
  static <T> List<ChunkOutcome<Timed<T>>> over(
      List<ChunkId> chunks, ManyChunks driver, Invocation in, Function<ChunkId, T> body) {
    return driver.forEach(
        chunks,
        chunk -> {
          long begunNanos = in.time().nanoTime();
          T value = body.apply(chunk);
          return new Timed<>(value, in.since(begunNanos));
        },
        outcome -> outcome.failure().ifPresent(failure -> tell(failure, in)),
        in.cancel());
  }

  private static void tell(RuntimeException failure, Invocation in) {
    if (!(failure instanceof Cancelled)) {
      in.console().text(failure).lines(in.options().debug).forEach(in.progress()::say);
    }
  }
}
