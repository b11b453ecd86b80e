package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The objects that this adapter creates are in the roots that it was given. */
final class RocksDbStoresTest {

  @TempDir Path root;

  @Test
  void theModuleProvidesStoresInItsRoots() {
    RocksDbModule module = new RocksDbModule(root.resolve("catalog"), root.resolve("hot"));
    assertThat(module.metaStores().location())
        .isEqualTo(root.resolve("catalog/rocksdb").toString());
    assertThat(module.hotStores().locate(HotFixture.CHUNK))
        .isEqualTo(root.resolve("hot/00000007").toString());
  }

  @Test
  void nativeObjectsAreCountedWhileAStoreIsOpen() {
    MetaStores stores = RocksDbStores.metaStores(root);
    long before = RocksDbStores.nativeObjects();
    try (MetaStore store = stores.create()) {
      assertThat(store.scan("")).isEmpty();
      assertThat(RocksDbStores.nativeObjects()).isGreaterThan(before);
    }
    assertThat(RocksDbStores.nativeObjects()).isEqualTo(before);
  }
}
