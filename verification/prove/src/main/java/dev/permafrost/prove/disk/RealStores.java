package dev.permafrost.prove.disk;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.domain.store.CatalogRecovery;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.threads.PooledWork;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Opens stores as the product does, over RocksDB, files, Zstandard and threads; only the length of
 * a chunk and the lake, if any, are chosen. Whoever starts it closes it, after its stores.
 */
public final class RealStores implements AutoCloseable {

  private static final List<ArtifactFormat> FORMATS = List.of(FileStores.packFormat());
  private static final Kinds KINDS = new Kinds(FORMATS, List.of());
  private static final int WORKERS = 2;
  private static final long BYTES_IN_FLIGHT = 16L << 20;

  private final Geometry geometry;
  private final PooledWork work;

  private RealStores(Geometry geometry, PooledWork work) {
    this.geometry = geometry;
    this.work = work;
  }

  /** Starts the workers that all stores share. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // the workers are closed with this
  public static RealStores start(Geometry geometry) {
    return new RealStores(geometry, PooledWork.start("store", WORKERS));
  }

  /** How the chain is cut in these stores. */
  public Geometry geometry() {
    return geometry;
  }

  /** Opens a store for writing; makes it where there is none. */
  @MustBeClosed
  public Store open(RootPaths paths, StorageEvents events) {
    return open(paths, Optional.empty(), events);
  }

  /** The same with a lake, which is not closed with it. */
  @MustBeClosed
  public Store open(RootPaths paths, Optional<BulkBackend> lake, StorageEvents events) {
    return Store.open(ports(paths, lake, events), settings(), StoreId::random);
  }

  /** Opens a store for reading. */
  @MustBeClosed
  public StoreView view(RootPaths paths) {
    return StoreView.open(ports(paths, Optional.empty(), StorageEvents.NONE), settings());
  }

  /** Says what a recovery of a store's catalog would do. */
  public CatalogRecovery.Plan planCatalogRecovery(RootPaths paths) {
    return CatalogRecovery.plan(ports(paths, Optional.empty(), StorageEvents.NONE));
  }

  /** Recovers a store's catalog. */
  public CatalogRecovery.Plan recoverCatalog(RootPaths paths) {
    return CatalogRecovery.carryOut(
        ports(paths, Optional.empty(), StorageEvents.NONE), StoreId::random);
  }

  private StorePorts ports(RootPaths paths, Optional<BulkBackend> lake, StorageEvents events) {
    Vfs disk = FileStores.posix();
    return new StorePorts(
        new StorePorts.Databases(
            RocksDbStores.metaStores(paths.catalog()), RocksDbStores.hotStores(paths.hot())),
        new StorePorts.Files(
            FileStores.roots(disk, paths, KINDS.names()),
            FileStores.hotDirectories(disk, paths.hot()),
            FileStores.artifacts(disk, paths.cold(), FORMATS),
            FileStores.ledgerPacks(disk, paths.cold())),
        new ZstdFrameCodec(),
        lake,
        work,
        new SystemTime(),
        events);
  }

  private StoreSettings settings() {
    return new StoreSettings(
        geometry, KINDS, CoveragePatience.upTo(Duration.ZERO), BYTES_IN_FLIGHT);
  }

  @Override
  public void close() {
    work.close();
  }
}
