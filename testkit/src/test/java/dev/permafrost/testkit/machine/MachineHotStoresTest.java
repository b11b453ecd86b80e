package dev.permafrost.testkit.machine;

import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.testkit.hot.HotStoresContract;
import java.nio.file.Path;

/** The hot databases of a simulated machine keep the contract of the real ones. */
final class MachineHotStoresTest extends HotStoresContract {

  private static final Path HOT_ROOT = Path.of("/hot");

  private final Machine machine = new Machine(Path.of("/catalog"), HOT_ROOT);

  @Override
  protected HotStores stores() {
    return machine.hot();
  }

  @Override
  protected DiskTree disk() {
    return DiskTree.on(machine.newProcess(), HOT_ROOT);
  }

  @Override
  protected long openHandles() {
    return machine.openHandles();
  }
}
