package dev.permafrost.wiring;

import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.domain.read.Glances;
import dev.permafrost.domain.read.Glances.Glance;
import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.fs.RootSpace;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.events.StoreReading;
import dev.permafrost.ports.work.TimeSource;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Reads the figures of a store that is open for writing: for gauges. Thread-safe. Must not be used
 * after the store is closed.
 */
public final class StoreReadings implements Supplier<StoreReading> {

  private final OpenStore<Store> opened;
  private final RootPaths roots;
  private final Glances glances;

  /**
   * Creates the reader of a store's figures.
   *
   * @param roots its root directories
   * @param time the clock
   */
  public StoreReadings(OpenStore<Store> opened, RootPaths roots, TimeSource time) {
    this.opened = opened;
    this.roots = roots;
    this.glances = new Glances(opened.store().catalog(), opened.store().inventory(), time);
  }

  /** The cached inventory that the figures come from. */
  public Glances glances() {
    return glances;
  }

  /**
   * Reads the figures.
   *
   * @throws dev.permafrost.ports.failure.StorageFailure if the catalog cannot be read
   */
  @Override
  public StoreReading get() {
    Glance glance = glances.now();
    SortedMap<String, Long> states = new TreeMap<>();
    for (ChunkState state : ChunkState.values()) {
      if (state != ChunkState.ABSENT) {
        states.put(state.word(), 0L);
      }
    }
    SortedMap<String, Long> kinds = new TreeMap<>();
    for (ArtifactKind kind : opened.kinds()) {
      kinds.put(kind.name(), 0L);
    }
    long hotBytes = 0;
    for (ChunkStatus chunk : glance.chunks()) {
      states.merge(chunk.row().state().word(), 1L, Long::sum);
      hotBytes += chunk.hotBytes();
      chunk
          .files()
          .forEach((kind, file) -> kinds.merge(kind.name(), file.bytes().orElse(0), Long::sum));
    }
    SortedMap<String, Long> free = new TreeMap<>();
    for (RootSpace root : RootSpace.of(roots)) {
      free.put(root.role().word(), root.space().freeBytes());
    }
    return new StoreReading(
        opened.store().reads().latest(), states, kinds, hotBytes, free, opened.prefetchedBytes());
  }
}
