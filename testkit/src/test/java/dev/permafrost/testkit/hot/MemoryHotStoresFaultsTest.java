package dev.permafrost.testkit.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.fault.Faults;
import dev.permafrost.testkit.fault.ScriptedFaults;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The fake of the hot databases fails where it is told to, and leaves nothing open when it does.
 */
final class MemoryHotStoresFaultsTest {

  private static final Path HOT_ROOT = Path.of("/hot");
  private static final ChunkId CHUNK = new ChunkId(7);
  private static final Set<ColumnFamily> FAMILIES =
      Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS);

  private final MemoryVfs vfs = new MemoryVfs();
  private ScriptedFaults faults = new ScriptedFaults();
  private MemoryHotStores stores = new MemoryHotStores(vfs, HOT_ROOT, faults);

  @Test
  void everyOperationOfALifeCanFailAndTheLifeCanBeResumed() {
    live(stores);
    long operations = faults.count();
    assertThat(operations).isGreaterThan(20);
    for (long number = 0; number < operations; number++) {
      MemoryVfs disk = new MemoryVfs();
      ScriptedFaults script = new ScriptedFaults().failFrom(number, Dead::new);
      MemoryHotStores dying = new MemoryHotStores(disk, HOT_ROOT, script);
      assertThatThrownBy(() -> live(dying)).isInstanceOf(Dead.class);
      assertThat(dying.openHandles()).as("open after %s", script.asked()).isZero();
      assertThat(disk.openFiles()).as("open after %s", script.asked()).isZero();

      DiskTree tree = DiskTree.on(disk, HOT_ROOT);
      tree.snapshot().keySet().stream().filter("00000007"::equals).forEach(tree::remove);
      live(dying.restarted(disk, Faults.NONE));
    }
  }

  /** All that can be done with a database, once. */
  private static void live(MemoryHotStores stores) {
    stores.look(CHUNK);
    try (HotStore store = stores.create(CHUNK, FAMILIES, 70_001)) {
      commit(store, 70_002);
      store.recordWitness(70_002);
      store.syncWitness();
    }
    stores.readWitness(CHUNK);
    stores.rewriteWitness(CHUNK, 70_002);
    stores.sizeBytes(CHUNK);
    try (HotStore store = stores.openExisting(CHUNK, FAMILIES)) {
      commit(store, 70_003);
    }
    try (HotView view = stores.openReadOnly(CHUNK, FAMILIES);
        HotCursor cursor = view.cursor(ColumnFamily.LEDGERS, new byte[0])) {
      view.highestKey(ColumnFamily.LEDGERS);
      while (cursor.next()) {
        cursor.borrowedValue();
      }
    }
  }

  @Test
  void aCommitThatFailsBeforeItsEffectLeavesNothing() {
    faults.failOn(MemoryHotStores.COMMIT, 0, Dead::new);
    assertThat(highestAfterAFailedCommit()).isEmpty();
  }

  @Test
  void aCommitThatFailsAfterItsEffectLeavesTheBatch() {
    faults.failOn(MemoryHotStores.COMMIT + Faults.DONE, 0, Dead::new);
    assertThat(highestAfterAFailedCommit()).contains(key(70_002));
  }

  private Optional<byte[]> highestAfterAFailedCommit() {
    try (HotStore store = stores.create(CHUNK, FAMILIES, 70_001)) {
      assertThatThrownBy(() -> commit(store, 70_002)).isInstanceOf(Dead.class);
      assertThatThrownBy(() -> commit(store, 70_003)).isInstanceOf(IllegalStateException.class);
    }
    try (HotView view = stores.openReadOnly(CHUNK, FAMILIES)) {
      return view.highestKey(ColumnFamily.LEDGERS);
    }
  }

  @Test
  void aSyncOfTheWitnessThatFailedIsNotTriedAgainOnClosing() {
    try (HotStore store = stores.create(CHUNK, FAMILIES, 70_001)) {
      vfs.hook(
          (operation, path) -> {
            if (operation.equals("sync")) {
              throw new IOException("Input/output error");
            }
          });
      store.recordWitness(70_002);
      assertThatThrownBy(store::syncWitness).isInstanceOf(DurabilityFailure.class);
    }
    assertThat(faults.asked())
        .filteredOn(asked -> asked.startsWith(MemoryHotStores.SYNC_WITNESS))
        .hasSize(1);
    assertThat(stores.openHandles() + vfs.openFiles()).isZero();
  }

  @Test
  void anErrorOfTheFileSystemIsATypedFailure() {
    vfs.capacityBytes(0);
    assertThatThrownBy(this::create).isInstanceOf(NoSpace.class);
    vfs.capacityBytes(1 << 20);
    DiskTree.on(vfs, HOT_ROOT).remove("00000007");
    create();
    vfs.hook(
        (operation, path) -> {
          throw new FileSystemException(path.toString(), null, "Too many open files");
        });
    assertThatThrownBy(this::openReadOnly).isInstanceOf(HotStoreUnavailable.class);
    assertThatThrownBy(() -> stores.look(CHUNK)).isInstanceOf(HotStoreUnavailable.class);
    assertThatThrownBy(() -> stores.readWitness(CHUNK)).isInstanceOf(HotStoreUnavailable.class);
    assertThatThrownBy(() -> stores.sizeBytes(CHUNK)).isInstanceOf(HotStoreUnavailable.class);
    vfs.hook(MemoryVfs.Hook.NONE);
    assertThat(stores.openHandles() + vfs.openFiles()).isZero();
  }

  @Test
  void aDirectoryThatIsRemovedTakesTheDatabaseAlongAndBringsItBackWhenRestored() {
    create();
    DiskTree tree = DiskTree.on(vfs, HOT_ROOT);
    byte[] current = tree.read("00000007/CURRENT");
    byte[] witness = tree.read("00000007/WITNESS");

    tree.remove("00000007");
    assertThat(stores.look(CHUNK)).isEqualTo(DatabaseLook.MISSING);
    assertThatThrownBy(this::openReadOnly).isInstanceOf(HotStoreDamaged.class);

    try (HotStore store = stores.create(CHUNK, FAMILIES, 70_001)) {
      assertThat(store.highestKey(ColumnFamily.LEDGERS)).isEmpty();
    }
    tree.write("00000007/CURRENT", current);
    tree.write("00000007/WITNESS", witness);
    try (HotView view = stores.openReadOnly(CHUNK, FAMILIES)) {
      assertThat(view.highestKey(ColumnFamily.LEDGERS)).contains(key(70_002));
    }
    tree.write("00000007/CURRENT", new byte[] {1});
    assertThatThrownBy(this::openReadOnly).isInstanceOf(HotStoreDamaged.class);
  }

  @Test
  void aRestartedProcessSeesWhatWasCommittedAndIsHeldByNoLock() {
    try (HotStore before = stores.create(CHUNK, FAMILIES, 70_001)) {
      commit(before, 70_002);
      before.recordWitness(70_002);
      MemoryHotStores restarted = stores.restarted(vfs.otherProcess(), Faults.NONE);
      commit(before, 70_003);
      try (HotStore after = restarted.openExisting(CHUNK, FAMILIES)) {
        assertThat(after.highestKey(ColumnFamily.LEDGERS)).contains(key(70_002));
        commit(after, 70_009);
      }
      assertThat(restarted.readWitness(CHUNK)).isEqualTo(WitnessReading.sound(70_002));
      assertThat(before.highestKey(ColumnFamily.LEDGERS)).contains(key(70_003));
    }
  }

  @Test
  void whatACursorLentIsOverwrittenByTheNextStepAndByClosing() {
    try (HotStore store = stores.create(CHUNK, FAMILIES, 70_001)) {
      commit(store, 70_002);
      commit(store, 70_003);
      ByteBuffer second;
      try (HotCursor cursor = store.cursor(ColumnFamily.LEDGERS, new byte[0])) {
        assertThat(cursor.next()).isTrue();
        ByteBuffer first = cursor.borrowedKey();
        assertThat(first.getInt(0)).isEqualTo(70_002);
        assertThat(cursor.next()).isTrue();
        assertThat(first.getInt(0)).isEqualTo(0xDBDB_DBDB);
        second = cursor.borrowedValue();
        assertThat(second.get(0)).isEqualTo((byte) 1);
      }
      assertThat(second.get(0)).isEqualTo((byte) 0xDB);
    }
  }

  private void create() {
    try (HotStore store = stores.create(CHUNK, FAMILIES, 70_001)) {
      commit(store, 70_002);
    }
  }

  private void openReadOnly() {
    try (HotView view = stores.openReadOnly(CHUNK, FAMILIES)) {
      assertThat(view.chunk()).isEqualTo(CHUNK);
    }
  }

  private static void commit(HotStore store, int sequence) {
    store.commit(
        new HotBatch()
            .put(
                ColumnFamily.LEDGERS,
                ByteBuffer.wrap(key(sequence)),
                ByteBuffer.wrap(new byte[] {1})));
  }

  private static byte[] key(int sequence) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(sequence).array();
  }

  /** The machine has died. */
  private static final class Dead extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
