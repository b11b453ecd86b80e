package dev.permafrost.domain.attempt;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.TimeSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs attempts and reports each to the observer exactly once, when it ends. A failed or cancelled
 * attempt is reported with its duration, and without ledgers or bytes.
 */
public final class Attempts {

  private final StorageEvents events;
  private final TimeSource time;
  private final BusyChunks chunks = new BusyChunks();

  /** Creates a runner that reports to one observer. */
  public Attempts(StorageEvents events, TimeSource time) {
    this.events = events;
    this.time = time;
  }

  /** The clock that attempts are measured with. */
  public TimeSource time() {
    return time;
  }

  /** The observer. */
  public StorageEvents events() {
    return events;
  }

  /**
   * Runs one attempt.
   *
   * @param body does the work and counts it
   * @return the body's result
   */
  public <T> T run(
      Operation operation,
      Optional<ChunkId> chunk,
      Set<ArtifactKind> kinds,
      Function<Tally, T> body) {
    OpenAttempt attempt = begin(operation, chunk, kinds);
    T result;
    try {
      result = body.apply(attempt.tally());
    } catch (RuntimeException | Error e) {
      attempt.failed(e);
      throw e;
    }
    attempt.ended();
    return result;
  }

  /** Starts an attempt that spans several calls; the caller reports its end. */
  public OpenAttempt begin(Operation operation, Optional<ChunkId> chunk, Set<ArtifactKind> kinds) {
    return new OpenAttempt(operation, chunk, kinds, events, time);
  }

  /**
   * Runs one attempt that changes a chunk's artifacts. Freezing, adopting, sweeping and demoting
   * the same chunk exclude each other.
   *
   * @throws IllegalStateException if another thread of this process works on the chunk
   */
  public <T> T alone(
      Operation operation, ChunkId chunk, Set<ArtifactKind> kinds, Function<Tally, T> body) {
    return holding(chunk, () -> run(operation, Optional.of(chunk), kinds, body));
  }

  /**
   * Runs a body while no attempt of this process changes the chunk's artifacts; throws as {@link
   * #alone}.
   */
  public <T> T holding(ChunkId chunk, Supplier<T> body) {
    return chunks.holding(chunk, body);
  }
}
