package dev.permafrost.domain.hot;

import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CandidateMissing;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Repairs at an operator's request: makes the catalog or the witness agree with the database in a
 * chunk's directory. Thread-safe.
 */
final class HotRepairs {

  private final HotParts parts;
  private final HotPlaces places;
  private final HotRegistry registry;

  HotRepairs(HotParts parts, HotPlaces places, HotRegistry registry) {
    this.parts = parts;
    this.places = places;
    this.registry = registry;
  }

  /** See {@link HotChunks#adopt}. */
  boolean adopt(
      ChunkId chunk, Runnable isAllowed, Optional<String> network, Consumer<HotReader> check) {
    LedgerRange range = parts.geometry().range(chunk);
    return registry.withoutHandles(
        chunk,
        () -> {
          if (parts.catalog().row(chunk).hot() == HotState.READY) {
            return false;
          }
          if (parts.stores().look(chunk) == DatabaseLook.MISSING) {
            throw new CandidateMissing(chunk, parts.stores().locate(chunk));
          }
          places.requirePlaceIsDirectory(chunk);
          isAllowed.run();
          // Before anything is rewritten: a damaged file stays as it is on the disk.
          checkWhole(chunk, range, check);
          parts.directories().syncFiles(chunk);
          parts.directories().makeDurable(chunk);
          checkWhole(chunk, range, check);
          parts.catalog().adoptReady(chunk, network);
          return true;
        });
  }

  private void checkWhole(ChunkId chunk, LedgerRange range, Consumer<HotReader> check) {
    try (HotView view = places.inspect(chunk, range).view()) {
      check.accept(new HotReader(view, () -> {}));
    }
  }

  /** See {@link HotChunks#rewriteWitness}. */
  long rewriteWitness(ChunkId chunk) {
    LedgerRange range = parts.geometry().range(chunk);
    return registry.withoutHandles(
        chunk,
        () -> {
          if (parts.catalog().row(chunk).hot() != HotState.READY) {
            throw new IllegalStateException("chunk " + chunk + " is not ready");
          }
          places.requirePresent(chunk, range);
          OptionalLong highest;
          try (HotView view = parts.stores().openReadOnly(chunk, parts.families())) {
            highest = HotReader.highest(view);
          }
          places.requireInside(chunk, range, highest);
          long witness = highest.orElse(range.first() - 1);
          parts.stores().rewriteWitness(chunk, witness);
          parts.directories().makeDurable(chunk);
          return witness;
        });
  }
}
