package dev.permafrost.fs;

import dev.permafrost.ports.vfs.Vfs;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class PosixLandingTest extends SimulatedLanding {

  @TempDir Path directory;

  @Override
  Vfs vfs() {
    return FileStores.posix();
  }

  @Override
  Path directory() {
    return directory;
  }
}
