package dev.permafrost.testkit.machine;

import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.catalog.MetaStoreContract;
import dev.permafrost.testkit.disk.DiskTree;
import java.nio.file.Path;

/** The catalog's store of a simulated machine keeps the contract of the real one. */
final class MachineCatalogTest extends MetaStoreContract {

  private static final Path CATALOG_ROOT = Path.of("/catalog");

  private final Machine machine = new Machine(CATALOG_ROOT, Path.of("/hot"));

  @Override
  protected MetaStores stores() {
    return machine.catalog();
  }

  @Override
  protected DiskTree disk() {
    return DiskTree.on(machine.newProcess(), CATALOG_ROOT);
  }

  @Override
  protected void witnessSays(WitnessReading reading) {
    disk().write("rocksdb/WITNESS", MemoryMetaStores.witnessThatSays(reading));
  }

  @Override
  protected long openHandles() {
    return machine.openHandles();
  }
}
