package dev.permafrost.ports.events;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One attempt at an operation, reported once, when it has ended. A failed or cancelled attempt
 * reports its duration, and neither ledgers nor bytes.
 *
 * @param operation the operation
 * @param chunk its chunk, empty if it concerns the whole store
 * @param kinds the kinds of artifact it concerns; may be empty
 * @param source where its ledgers came from ({@code hot}, {@code pack}, {@code lake}); empty if it
 *     read none
 * @param outcome how it ended
 * @param elapsed how long it took
 * @param ledgers how many ledgers it handled
 * @param rawBytes the raw size of those ledgers, as far as they were decoded
 * @param storedBytes the size of the stored frames
 * @param failure why it failed, if it did
 */
public record Attempt(
    Operation operation,
    Optional<ChunkId> chunk,
    Set<ArtifactKind> kinds,
    String source,
    Outcome outcome,
    Duration elapsed,
    long ledgers,
    long rawBytes,
    long storedBytes,
    Optional<Throwable> failure) {

  /** Copies the set. */
  public Attempt {
    kinds = Set.copyOf(kinds);
  }
}
