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

/** A running attempt. Its holder calls {@link #ended} or {@link #failed}, once. */
public final class OpenAttempt {

  private final Operation operation;
  private final Optional<ChunkId> chunk;
  private final Set<ArtifactKind> kinds;
  private final StorageEvents events;
  private final TimeSource time;
  private final long begunNanos;
  private final Tally tally = new Tally();

  OpenAttempt(
      Operation operation,
      Optional<ChunkId> chunk,
      Set<ArtifactKind> kinds,
      StorageEvents events,
      TimeSource time) {
    this.operation = operation;
    this.chunk = chunk;
    this.kinds = kinds;
    this.events = events;
    this.time = time;
    this.begunNanos = time.nanoTime();
  }

  /** Counts what the attempt handles. */
  public Tally tally() {
    return tally;
  }

  /** Reports that it succeeded, or found nothing to do. */
  public void ended() {
    events.ended(
        new Attempt(
            operation,
            chunk,
            kinds,
            tally.source(),
            tally.isNothingToDo() ? Outcome.NOTHING_TO_DO : Outcome.DONE,
            elapsed(),
            tally.ledgers(),
            tally.rawBytes(),
            tally.storedBytes(),
            Optional.empty()));
  }

  /** Reports that it failed or was cancelled: with its duration, without ledgers or bytes. */
  public void failed(Throwable failure) {
    events.ended(
        new Attempt(
            operation,
            chunk,
            kinds,
            tally.source(),
            failure instanceof Cancelled ? Outcome.CANCELLED : Outcome.FAILED,
            elapsed(),
            0,
            0,
            0,
            Optional.of(failure)));
  }

  private Duration elapsed() {
    return Duration.ofNanos(time.nanoTime() - begunNanos);
  }
}
