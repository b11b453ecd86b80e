package dev.permafrost.rocksdb;

import dagger.Module;
import dagger.Provides;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.hot.HotStores;
import java.nio.file.Path;

/** Provides the stores over RocksDB to a Dagger graph. */
@Module
public final class RocksDbModule {

  private final Path catalogRoot;
  private final Path hotRoot;

  /**
   * Creates the module for these roots.
   *
   * @param catalogRoot the catalog root
   * @param hotRoot the hot root
   */
  public RocksDbModule(Path catalogRoot, Path hotRoot) {
    this.catalogRoot = catalogRoot;
    this.hotRoot = hotRoot;
  }

  /** The store of the catalog. */
  @Provides
  public MetaStores metaStores() {
    return RocksDbStores.metaStores(catalogRoot);
  }

  /** The hot databases. */
  @Provides
  public HotStores hotStores() {
    return RocksDbStores.hotStores(hotRoot);
  }
}
