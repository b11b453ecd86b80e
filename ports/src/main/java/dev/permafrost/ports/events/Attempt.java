package dev.permafrost.ports.events;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One attempt at something, told once, at its true end. A failed or cancelled one reports the time
 * it took and neither ledgers nor bytes.
 *
 * @param operation what it was about
 * @param chunk which chunk, empty for the store as a whole
 * @param kinds the kinds of artifact it was about; may be empty
 * @param source where its ledgers came from ({@code hot}, {@code pack}, {@code lake}); empty if it
 *     read none
 * @param outcome how it ended
 * @param elapsed how long it took
 * @param ledgers how many ledgers it handled
 * @param rawBytes how many bytes they have raw, as far as they were decoded
 * @param storedBytes how many bytes of frames were stored
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
