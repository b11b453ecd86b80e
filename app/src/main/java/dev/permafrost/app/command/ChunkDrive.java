package dev.permafrost.app.command;

import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.ManyChunks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.wiring.OpenStore;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * Does one thing to each of many chunks, and says at once what fails: a run of hours is not over
 * before its first failure can be read.
 */
final class ChunkDrive {

  /**
   * A result with the time it took.
   *
   * @param value the result
   * @param elapsed the time
   * @param <T> what it is
   */
  record Timed<T>(T value, Duration elapsed) {}

  private ChunkDrive() {}

  /**
   * Does it.
   *
   * @param body does it to one chunk, on some worker
   * @return an outcome for each chunk, in order
   */
  static <T> List<ChunkOutcome<Timed<T>>> over(
      List<ChunkId> chunks, OpenStore<?> store, Invocation in, Function<ChunkId, T> body) {
    return over(chunks, store.chunks(), in, body);
  }

  /** The same, with a driver that belongs to no store. */
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
