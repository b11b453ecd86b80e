package dev.permafrost.testkit.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStore.Entry;
import dev.permafrost.ports.failure.CatalogDamaged;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.fault.Faults;
import dev.permafrost.testkit.fault.ScriptedFaults;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fake of the catalog's store fails where it is told to, and leaves nothing open then. */
final class MemoryMetaStoresFaultsTest {

  private static final Path CATALOG_ROOT = Path.of("/catalog");

  private final MemoryVfs vfs = new MemoryVfs();
  private final ScriptedFaults faults = new ScriptedFaults();
  private final MemoryMetaStores stores = new MemoryMetaStores(vfs, CATALOG_ROOT, faults);

  @Test
  void everyOperationOfALifeCanFailAndLeavesNothingOpen() {
    live(stores);
    for (long number = 0; number < faults.count(); number++) {
      MemoryVfs disk = new MemoryVfs();
      ScriptedFaults script = new ScriptedFaults().failFrom(number, Dead::new);
      MemoryMetaStores dying = new MemoryMetaStores(disk, CATALOG_ROOT, script);
      assertThatThrownBy(() -> live(dying)).isInstanceOf(Dead.class);
      assertThat(dying.openHandles() + disk.openFiles()).isZero();
    }
  }

  private static void live(MemoryMetaStores stores) {
    stores.look();
    try (MetaStore store = stores.create()) {
      store.commit(MetaBatch.builder().put("a", "1").build());
    }
    try (MetaStore store = stores.openExisting()) {
      store.get("a");
      store.scan("");
    }
    try (MetaStore store = stores.openReadOnly()) {
      store.get("a");
    }
  }

  @Test
  void aCommitThatFailsLeavesAllOfItsBatchOrNothing() {
    MetaBatch batch = MetaBatch.builder().put("a", "1").put("b", "2").build();
    faults.failOn(MemoryMetaStores.COMMIT, 0, Dead::new);
    faults.failOn(MemoryMetaStores.COMMIT + Faults.DONE, 0, Dead::new);
    try (MetaStore store = stores.create()) {
      assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(Dead.class);
      assertThat(store.scan("")).isEmpty();
      assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(Dead.class);
      assertThat(store.scan("")).hasSize(2);
    }
  }

  @Test
  void aRestartedProcessSeesWhatWasCommittedAndIsHeldByNoLock() {
    try (MetaStore before = stores.create()) {
      before.commit(MetaBatch.builder().put("a", "1").build());
      MemoryMetaStores restarted = stores.restarted(vfs.otherProcess(), Faults.NONE);
      before.commit(MetaBatch.builder().put("b", "2").build());
      try (MetaStore after = restarted.openExisting()) {
        assertThat(after.scan("")).isEqualTo(List.of(new Entry("a", "1")));
      }
    }
  }

  @Test
  void aDirectoryThatIsRemovedTakesTheCatalogAlong() {
    live(stores);
    DiskTree.on(vfs, CATALOG_ROOT).remove("rocksdb/CURRENT");
    assertThat(stores.look()).isEqualTo(DatabaseLook.GUTTED);
    assertThatThrownBy(this::open).isInstanceOf(CatalogDamaged.class);
    live(stores);
  }

  @Test
  void aFullFileSystemIsATypedFailure() {
    vfs.capacityBytes(0);
    assertThatThrownBy(() -> live(stores)).isInstanceOf(NoSpace.class);
    assertThat(stores.openHandles() + vfs.openFiles()).isZero();
  }

  private void open() {
    try (MetaStore store = stores.openExisting()) {
      assertThat(store.scan("")).isEmpty();
    }
  }

  /** The machine has died. */
  private static final class Dead extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
