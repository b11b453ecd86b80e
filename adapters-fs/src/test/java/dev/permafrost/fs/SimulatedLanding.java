package dev.permafrost.fs;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.testkit.landing.LandingContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The directory landing on some file system. */
abstract class SimulatedLanding extends LandingContract {

  /** The file system. */
  abstract Vfs vfs();

  Path directory() {
    return Path.of("/landing");
  }

  @Override
  protected Landing openLanding() throws IOException {
    new StoreFixture(vfs()).makeDirectories(directory());
    return FileStores.landing(vfs(), directory());
  }

  @Override
  protected byte[] pack(LedgerRange range, List<byte[]> frames) {
    return PackBytes.of(range, frames);
  }

  @Override
  protected byte[] content(ChunkId chunk) throws IOException {
    return new StoreFixture(vfs()).read(directory().resolve(chunk.name() + ".pack"));
  }

  @Override
  protected int files() throws IOException {
    return vfs().list(directory()).size();
  }
}
