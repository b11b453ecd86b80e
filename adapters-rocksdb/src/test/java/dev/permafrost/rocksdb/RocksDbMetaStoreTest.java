package dev.permafrost.rocksdb;

import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.testkit.catalog.MetaStoreContract;
import dev.permafrost.testkit.disk.DiskTree;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The catalog's store over RocksDB keeps the contract. */
final class RocksDbMetaStoreTest extends MetaStoreContract {

  @TempDir Path catalogRoot;
  private final OpenHandles handles = new OpenHandles();

  @Override
  protected MetaStores stores() {
    return RocksDbStores.metaStores(catalogRoot);
  }

  @Override
  protected DiskTree disk() {
    return DiskTree.on(catalogRoot);
  }

  @Override
  protected void witnessSays(WitnessReading reading) {
    switch (reading.state()) {
      case SOUND ->
          WitnessFile.rewrite(
              catalogRoot.resolve("rocksdb"),
              WitnessFile.CATALOG,
              Failures.ofCatalog(catalogRoot),
              reading.sequence());
      case MISSING -> disk().remove("rocksdb/WITNESS");
      case UNSOUND -> disk().write("rocksdb/WITNESS", new byte[2 * WitnessSlot.BYTES]);
    }
  }

  @Override
  protected long openHandles() {
    return handles.below(catalogRoot);
  }
}
