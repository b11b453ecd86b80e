package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.testkit.artifact.LedgerPacksContract;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class MemoryLedgerPacksTest extends LedgerPacksContract {

  private final MemoryVfs vfs = new MemoryVfs();

  @Override
  protected LedgerPacks openPacks() {
    return FileStores.ledgerPacks(vfs, root());
  }

  @Override
  protected void write(ChunkId chunk, LedgerRange range, List<byte[]> frames) throws IOException {
    ArtifactPaths paths = new ArtifactPaths(root(), ArtifactKind.LEDGERS, "pack");
    new StoreFixture(vfs).write(paths.file(chunk), PackBytes.of(range, frames));
  }

  @Override
  protected byte[] content(ChunkId chunk) throws IOException {
    ArtifactPaths paths = new ArtifactPaths(root(), ArtifactKind.LEDGERS, "pack");
    return new StoreFixture(vfs).read(paths.file(chunk));
  }

  private Path root() {
    return Path.of("/data");
  }
}
