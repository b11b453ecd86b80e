package dev.permafrost.prove.disk;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.store.CatalogRecovery;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.time.Duration;

/**
 * Opens stores through the product's front door; only the length of a chunk and the lake, if any,
 * are chosen.
 *
 * @param geometry how the chain is cut in these stores
 */
public record RealStores(Geometry geometry) {

  private static final int WORKERS = 2;
  private static final long BYTES_IN_FLIGHT = 16L << 20;

  /** Opens a store for writing; makes it where there is none. */
  @MustBeClosed
  public OpenStore<Store> open(RootPaths paths, StorageEvents events) {
    return at(paths).events(events).open();
  }

  /** The same with a lake, which is not closed with it. */
  @MustBeClosed
  public OpenStore<Store> open(RootPaths paths, BulkBackend lake, StorageEvents events) {
    return at(paths).backend(lake).events(events).open();
  }

  /** Opens a store for reading. */
  @MustBeClosed
  public OpenStore<StoreView> view(RootPaths paths) {
    return at(paths).openForReading();
  }

  /** Says what a recovery of a store's catalog would do. */
  public CatalogRecovery.Plan planCatalogRecovery(RootPaths paths) {
    return at(paths).planCatalogRecovery();
  }

  /** Recovers a store's catalog. */
  public CatalogRecovery.Plan recoverCatalog(RootPaths paths) {
    return at(paths).recoverCatalog();
  }

  private Permafrost at(RootPaths paths) {
    return Permafrost.at(paths)
        .geometry(geometry)
        .patience(CoveragePatience.upTo(Duration.ZERO))
        .ledgerWorkers(WORKERS)
        .bytesInFlight(BYTES_IN_FLIGHT);
  }
}
