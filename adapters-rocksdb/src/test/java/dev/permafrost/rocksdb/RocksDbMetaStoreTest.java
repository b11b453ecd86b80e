package dev.permafrost.rocksdb;

import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.testkit.catalog.MetaStoreContract;
import dev.permafrost.testkit.disk.DiskTree;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The catalog's store over RocksDB keeps the contract. */
final class RocksDbMetaStoreTest extends MetaStoreContract {

  @TempDir Path catalogRoot;

  @Override
  protected MetaStores stores() {
    return RocksDbStores.metaStores(catalogRoot);
  }

  @Override
  protected DiskTree disk() {
    return DiskTree.on(catalogRoot);
  }

  @Override
  protected long openHandles() {
    return OpenHandles.below(catalogRoot);
  }
}
