package dev.permafrost.rocksdb;

import static dev.permafrost.rocksdb.HotFixture.CHUNK;
import static dev.permafrost.rocksdb.HotFixture.FAMILIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.hot.HotStore;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each commit is one sync of the log, as RocksDB itself counts them. */
final class SyncedCommitsTest {

  private static final Pattern COUNTED =
      Pattern.compile("Cumulative WAL: (\\S+) writes, (\\S+) syncs");

  @TempDir Path root;

  @Test
  void everyCommitOfAHotDatabaseIsSynced() {
    try (HotStore store = new HotFixture(root).stores().create(CHUNK, FAMILIES, 0)) {
      for (int i = 0; i < 23; i++) {
        HotFixture.commit(store, i);
      }
      assertCounted(((RocksDbHotStore) store).database(), "23");
    }
  }

  @Test
  void everyCommitOfTheCatalogIsSynced() {
    RocksDbMetaStores stores = new RocksDbMetaStores(root);
    try (MetaStore store = stores.create()) {
      for (int i = 0; i < 7; i++) {
        store.commit(MetaBatch.builder().put("a", "1").put("b" + i, "2").build());
      }
      assertCounted(((RocksDbMetaStore) store).database(), "7");
    }
  }

  private static void assertCounted(OpenDatabase database, String count) {
    String figures = database.use("measure", rocks -> rocks.getProperty("rocksdb.dbstats"));
    Matcher counted = COUNTED.matcher(figures);
    assertThat(counted.find()).as(figures).isTrue();
    assertThat(counted.group(1)).as("writes").isEqualTo(count);
    assertThat(counted.group(2)).as("syncs").isEqualTo(count);
  }
}
