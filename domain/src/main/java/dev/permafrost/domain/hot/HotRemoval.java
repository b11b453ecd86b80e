package dev.permafrost.domain.hot;

import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.failure.OnlyCopy;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Discards hot databases, and removes the remains of lost ones: docs/protocol.md, "Discarding a hot
 * database". Thread-safe.
 */
final class HotRemoval {

  private final HotParts parts;
  private final Attempts attempts;
  private final HotPlaces places;
  private final HotRegistry registry;

  HotRemoval(HotParts parts, Attempts attempts, HotPlaces places, HotRegistry registry) {
    this.parts = parts;
    this.attempts = attempts;
    this.places = places;
    this.registry = registry;
  }

  /** See {@link HotChunks#discardHotDBForChunk}. */
  boolean discard(ChunkId chunk) {
    return discard(
        chunk,
        row -> {
          requirePresent(row);
          requireNotTheOnlyCopy(row);
        });
  }

  /** See {@link HotChunks#discardLosingTheOnlyCopy}. */
  boolean discardLosingTheOnlyCopy(ChunkId chunk) {
    return discard(chunk, this::requirePresent);
  }

  /** See {@link HotChunks#discardBelowFloor}. */
  boolean discardBelowFloor(ChunkId chunk) {
    if (!parts.catalog().isBelowFloor(chunk)) {
      throw new IllegalStateException("chunk " + chunk + " does not lie below the floor");
    }
    return discard(chunk, this::remarkWhereLost);
  }

  private void remarkWhereLost(ChunkRow row) {
    ChunkId chunk = row.chunk();
    if (row.hot() == HotState.READY && parts.stores().look(chunk) != DatabaseLook.PRESENT) {
      attempts
          .events()
          .remarked(
              Remark.warning(
                  chunk,
                  "the hot data of chunk "
                      + chunk
                      + " was lost, and the chunk is below the floor: it is given up"));
    }
  }

  /** See {@link HotChunks#removeLost}. */
  void removeLost(ChunkId chunk) {
    discard(
        chunk,
        row -> {
          if (!HotPlaces.isFrozen(row)) {
            throw new IllegalStateException("chunk " + chunk + " is not frozen");
          }
        });
  }

  /** Lost data is reported as lost: refusing it as the only copy would mislead. */
  private void requireNotTheOnlyCopy(ChunkRow row) {
    if (row.hot() == HotState.READY && !HotPlaces.isFrozen(row)) {
      places.inspectDiagnosing(row.chunk(), parts.geometry().range(row.chunk())).view().close();
    }
    if (!HotPlaces.isFrozen(row)
        && (row.hot() == HotState.READY || places.holdsLedgers(row.chunk()))) {
      throw new OnlyCopy(row.chunk());
    }
  }

  private void requirePresent(ChunkRow row) {
    if (row.hot() == HotState.READY) {
      places.requirePresent(row.chunk(), parts.geometry().range(row.chunk()));
    }
  }

  /** Discards the data, unless {@code mayGo} throws. */
  private boolean discard(ChunkId chunk, Consumer<ChunkRow> mayGo) {
    parts.geometry().range(chunk);
    return registry.afterPages(
        chunk,
        false,
        () ->
            attempts.run(
                Operation.DISCARD,
                Optional.of(chunk),
                Set.of(),
                tally -> {
                  ChunkRow row = parts.catalog().row(chunk);
                  if (row.hot() == HotState.ABSENT) {
                    tally.nothingToDo();
                    return false;
                  }
                  registry.vacate(chunk);
                  mayGo.accept(row);
                  removeMarking(row);
                  return true;
                }));
  }

  private void removeMarking(ChunkRow row) {
    ChunkId chunk = row.chunk();
    places.requireNothingForeign(chunk);
    places.requireFrozenOpens(row);
    MarkedHot marked = MarkedHot.mark(parts, chunk, Optional.empty());
    places.requireFrozenOpens(row);
    marked.remove().deleteKey();
  }
}
