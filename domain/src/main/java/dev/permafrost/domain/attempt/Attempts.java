package dev.permafrost.domain.attempt;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs attempts and tells the observer of each exactly once, at its true end. A failed or cancelled
 * one is told with the time it took and without ledgers or bytes.
 */
public final class Attempts {

  private final StorageEvents events;
  private final TimeSource time;
  private final BusyChunks chunks = new BusyChunks();

  /** Attempts told to one observer. */
  public Attempts(StorageEvents events, TimeSource time) {
    this.events = events;
    this.time = time;
  }

  /** The observer. */
  public StorageEvents events() {
    return events;
  }

  /**
   * Runs one attempt.
   *
   * @param body does the work and counts it
   * @return what the body returned
   */
  public <T> T run(
      Operation operation,
      Optional<ChunkId> chunk,
      Set<ArtifactKind> kinds,
      Function<Tally, T> body) {
    long begun = time.nanoTime();
    Tally tally = new Tally();
    T result;
    try {
      result = body.apply(tally);
    } catch (RuntimeException | Error e) {
      Outcome outcome = e instanceof Cancelled ? Outcome.CANCELLED : Outcome.FAILED;
      tell(
          new Attempt(
              operation,
              chunk,
              kinds,
              tally.source(),
              outcome,
              since(begun),
              0,
              0,
              0,
              Optional.of(e)));
      throw e;
    }
    Outcome outcome = tally.isNothingToDo() ? Outcome.NOTHING_TO_DO : Outcome.DONE;
    tell(
        new Attempt(
            operation,
            chunk,
            kinds,
            tally.source(),
            outcome,
            since(begun),
            tally.ledgers(),
            tally.rawBytes(),
            tally.storedBytes(),
            Optional.empty()));
    return result;
  }

  /**
   * Runs one attempt that changes a chunk's artifacts. Freezing, adopting, sweeping and demoting
   * the same chunk exclude each other.
   *
   * @throws IllegalStateException if another thread of this process is at work on the chunk
   */
  public <T> T alone(
      Operation operation, ChunkId chunk, Set<ArtifactKind> kinds, Function<Tally, T> body) {
    return holding(chunk, () -> run(operation, Optional.of(chunk), kinds, body));
  }

  /**
   * Does something while no attempt of this process changes the chunk's artifacts; throws as {@link
   * #alone}.
   */
  public <T> T holding(ChunkId chunk, Supplier<T> body) {
    return chunks.holding(chunk, body);
  }

  private void tell(Attempt attempt) {
    events.ended(attempt);
  }

  private Duration since(long begunNanos) {
    return Duration.ofNanos(time.nanoTime() - begunNanos);
  }
}
