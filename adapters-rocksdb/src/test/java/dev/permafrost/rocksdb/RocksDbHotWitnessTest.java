package dev.permafrost.rocksdb;

import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.hot.HotWitnessContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The witness next to RocksDB fulfils the contract. */
final class RocksDbHotWitnessTest extends HotWitnessContract {

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
