package dev.permafrost.domain.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Opens hot databases for writing: docs/protocol.md, "Opening a hot database". Thread-safe. */
final class HotWriters {

  private final HotParts parts;
  private final List<HotColumn> columns;
  private final Attempts attempts;
  private final HotPlaces places;
  private final HotRegistry registry;
  private final Watermarks watermarks;

  HotWriters(
      HotParts parts,
      List<HotColumn> columns,
      Attempts attempts,
      HotPlaces places,
      HotRegistry registry,
      Watermarks watermarks) {
    this.parts = parts;
    this.columns = columns;
    this.attempts = attempts;
    this.places = places;
    this.registry = registry;
    this.watermarks = watermarks;
  }

  /** See {@link HotChunks#openHotDBForChunk}. */
  @MustBeClosed
  HotWriter open(ChunkId chunk, Optional<String> network) {
    LedgerRange range = parts.geometry().range(chunk);
    parts.catalog().requireAboveFloor(chunk);
    return registry.afterPages(
        chunk,
        true,
        () ->
            attempts.run(
                Operation.OPEN_HOT,
                Optional.of(chunk),
                Set.of(),
                tally -> {
                  HotStore store = takeOrOpen(chunk, range, network);
                  return handle(store, range);
                }));
  }

  private HotStore takeOrOpen(ChunkId chunk, LedgerRange range, Optional<String> network) {
    Optional<HotStore> idle = registry.takeIdleWriter(chunk);
    if (idle.isPresent()) {
      return idle.get();
    }
    registry.vacate(chunk);
    ChunkRow row = parts.catalog().row(chunk);
    HotStore store =
        row.hot() == HotState.READY
            ? openReady(chunk, range, network)
            : createNew(row, range, network);
    registry.addWriter(chunk, store);
    return store;
  }

  private HotWriter handle(HotStore store, LedgerRange range) {
    ChunkId chunk = store.chunk();
    try {
      HotWriter writer =
          new HotWriter(
              store,
              range,
              columns,
              sequence -> watermarks.raise(chunk, sequence),
              spent -> registry.giveBackWriter(chunk, spent));
      watermarks.raise(chunk, writer.next() - 1);
      return writer;
    } catch (RuntimeException | Error e) {
      HotPlaces.closeSuppressing(() -> registry.giveBackWriter(chunk, false), e);
      throw e;
    }
  }

  /**
   * Opens a database that is {@code ready} for writing, after comparing it with its witness. The
   * caller passes it to the registry.
   */
  @SuppressWarnings("MustBeClosedChecker") // passed to the registry, which closes it
  HotStore openReady(ChunkId chunk, LedgerRange range, Optional<String> network) {
    HotPlaces.Inspected inspected = places.inspectDiagnosing(chunk, range);
    inspected.view().close();
    List<String> shared = parts.stores().sharedFiles(chunk);
    if (!shared.isEmpty()) {
      throw new SharedFiles(shared);
    }
    network.ifPresent(parts.catalog()::pinNetwork);
    HotStore store = parts.stores().openExisting(chunk, parts.families());
    try {
      catchUpWitness(store, inspected.witness());
      return store;
    } catch (RuntimeException | Error e) {
      HotPlaces.closeSuppressing(store::close, e);
      throw e;
    }
  }

  /**
   * Writes the database's highest ledger to the witness, durably. The writer counts its commits
   * from zero, so an earlier lag of the witness would add to the lag allowed at the next power cut.
   * It is synced even if it already has the highest ledger, because what a killed process wrote may
   * be visible but not durable.
   */
  private static void catchUpWitness(HotStore store, long witness) {
    OptionalLong highest = HotReader.highest(store);
    if (highest.isPresent() && highest.getAsLong() > witness) {
      store.recordWitness(highest.getAsLong());
    }
    store.syncWitness();
  }

  @SuppressWarnings("MustBeClosedChecker") // passed to the registry, which closes it
  private HotStore createNew(ChunkRow row, LedgerRange range, Optional<String> network) {
    ChunkId chunk = row.chunk();
    requireMayBeMade(row);
    return MarkedHot.mark(parts, chunk, network).make(range.first() - 1).flip();
  }

  /** Checks the directory that would be emptied, before it is marked. */
  private void requireMayBeMade(ChunkRow row) {
    ChunkId chunk = row.chunk();
    if (row.hot() == HotState.ABSENT) {
      if (parts.stores().look(chunk) != DatabaseLook.MISSING) {
        places.requirePlaceIsDirectory(chunk);
        throw places.unadopted(chunk);
      }
      return;
    }
    places.requireNothingForeign(chunk);
    places.requireFrozenOpens(row);
    if (!HotPlaces.isFrozen(row) && places.holdsLedgers(chunk)) {
      throw places.unadopted(chunk);
    }
    attempts
        .events()
        .remarked(
            new Remark(
                Remark.Level.INFO,
                Optional.of(chunk),
                "unfinished hot data at " + parts.stores().locate(chunk) + " is created again"));
  }
}
