package dev.permafrost.fs;

import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.testkit.machine.Machine;
import java.nio.file.Path;

class MachineLandingTest extends SimulatedLanding {

  private final Vfs vfs = new Machine(Path.of("/catalog"), Path.of("/hot")).newProcess();

  @Override
  Vfs vfs() {
    return vfs;
  }
}
