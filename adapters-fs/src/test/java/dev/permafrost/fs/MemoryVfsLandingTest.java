package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.testkit.machine.MemoryVfs;
import org.junit.jupiter.api.AfterEach;

class MemoryVfsLandingTest extends SimulatedLanding {

  private final MemoryVfs vfs = new MemoryVfs();

  @Override
  Vfs vfs() {
    return vfs;
  }

  @AfterEach
  void nothingStaysOpen() {
    assertThat(vfs.openFiles()).isZero();
  }
}
