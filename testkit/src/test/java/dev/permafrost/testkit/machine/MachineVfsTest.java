package dev.permafrost.testkit.machine;

import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.testkit.vfs.VfsContract;
import java.io.IOException;
import java.nio.file.Path;

/** The disk of a simulated machine keeps the contract of the file system port. */
final class MachineVfsTest extends VfsContract {

  private final Vfs vfs = new Machine(Path.of("/catalog"), Path.of("/hot")).newProcess();

  @Override
  protected Vfs openVfs() {
    return vfs;
  }

  @Override
  protected Path emptyDirectory() throws IOException {
    Path home = Path.of("/home");
    vfs.makeDirectory(home);
    return home;
  }
}
