package dev.permafrost.testkit.catalog;

import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.fault.Faults;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.nio.file.Path;

/** The fake of the catalog's store keeps the contract of the real one. */
final class MemoryMetaStoreTest extends MetaStoreContract {

  private static final Path CATALOG_ROOT = Path.of("/catalog");

  private final MemoryVfs vfs = new MemoryVfs();
  private final MemoryMetaStores stores = new MemoryMetaStores(vfs, CATALOG_ROOT, Faults.NONE);

  @Override
  protected MetaStores stores() {
    return stores;
  }

  @Override
  protected DiskTree disk() {
    return DiskTree.on(vfs, CATALOG_ROOT);
  }

  @Override
  protected void witnessSays(WitnessReading reading) {
    disk().write("rocksdb/WITNESS", MemoryMetaStores.witnessThatSays(reading));
  }

  @Override
  protected long openHandles() {
    return stores.openHandles() + vfs.openFiles();
  }
}
