package dev.permafrost.testkit.hot;

import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.fault.Faults;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.nio.file.Path;

/** The fake of the hot databases keeps the contract of the real ones. */
final class MemoryHotStoresTest extends HotStoresContract {

  private static final Path HOT_ROOT = Path.of("/hot");

  private final MemoryVfs vfs = new MemoryVfs();
  private final MemoryHotStores stores = new MemoryHotStores(vfs, HOT_ROOT, Faults.NONE);

  @Override
  protected HotStores stores() {
    return stores;
  }

  @Override
  protected DiskTree disk() {
    return DiskTree.on(vfs, HOT_ROOT);
  }

  @Override
  protected long openHandles() {
    return stores.openHandles() + vfs.openFiles();
  }
}
