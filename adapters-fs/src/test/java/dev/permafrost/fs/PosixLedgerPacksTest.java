package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.testkit.artifact.LedgerPacksContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class PosixLedgerPacksTest extends LedgerPacksContract {

  @TempDir Path directory;

  @Override
  protected LedgerPacks openPacks() {
    return FileStores.ledgerPacks(PosixVfs.INSTANCE, root());
  }

  @Override
  protected void write(ChunkId chunk, LedgerRange range, List<byte[]> frames) throws IOException {
    ArtifactPaths paths = new ArtifactPaths(root(), ArtifactKind.LEDGERS, "pack");
    new StoreFixture(PosixVfs.INSTANCE).write(paths.file(chunk), PackBytes.of(range, frames));
  }

  @Override
  protected byte[] content(ChunkId chunk) throws IOException {
    ArtifactPaths paths = new ArtifactPaths(root(), ArtifactKind.LEDGERS, "pack");
    return new StoreFixture(PosixVfs.INSTANCE).read(paths.file(chunk));
  }

  private Path root() {
    return directory.resolve("data");
  }
}
