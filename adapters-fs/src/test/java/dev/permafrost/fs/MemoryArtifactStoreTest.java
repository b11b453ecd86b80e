package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.testkit.artifact.ArtifactStoreContract;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class MemoryArtifactStoreTest extends ArtifactStoreContract {

  private final MemoryVfs vfs = new MemoryVfs();

  @Override
  protected ArtifactStore openStore() {
    return FileStores.artifacts(
        vfs, root(), List.of(FileStores.packFormat(), new OtherFormat(otherKind(), "oth")));
  }

  @Override
  protected byte[] content(ArtifactKind kind, ChunkId chunk) throws IOException {
    String extension = kind.equals(otherKind()) ? "oth" : "pack";
    return new StoreFixture(vfs).read(new ArtifactPaths(root(), kind, extension).file(chunk));
  }

  @Override
  protected void putDirectory(ArtifactKind kind, ChunkId chunk) throws IOException {
    new StoreFixture(vfs).makeDirectories(new ArtifactPaths(root(), kind, "pack").file(chunk));
  }

  @Override
  protected int filesBeside(ArtifactKind kind, ChunkId chunk) throws IOException {
    return vfs.list(new ArtifactPaths(root(), kind, "pack").bucket(chunk)).size();
  }

  private Path root() {
    return Path.of("/");
  }
}
