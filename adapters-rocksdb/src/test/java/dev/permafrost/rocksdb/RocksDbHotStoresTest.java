package dev.permafrost.rocksdb;

import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.hot.HotStoresContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The hot databases over RocksDB keep the contract. */
final class RocksDbHotStoresTest extends HotStoresContract {

  @TempDir Path hotRoot;
  private final OpenHandles handles = new OpenHandles();

  @Override
  protected HotStores stores() {
    return RocksDbStores.hotStores(hotRoot);
  }

  @Override
  protected DiskTree disk() {
    return DiskTree.on(hotRoot);
  }

  @Override
  protected long openHandles() {
    return handles.below(hotRoot);
  }
}
