package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.testkit.artifact.ArtifactStoreContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class PosixArtifactStoreTest extends ArtifactStoreContract {

  @TempDir Path directory;

  @Override
  protected ArtifactStore openStore() {
    return FileStores.artifacts(
        PosixVfs.INSTANCE,
        root(),
        List.of(FileStores.packFormat(), new OtherFormat(otherKind(), "oth")));
  }

  @Override
  protected byte[] content(ArtifactKind kind, ChunkId chunk) throws IOException {
    String extension = kind.equals(otherKind()) ? "oth" : "pack";
    return new StoreFixture(PosixVfs.INSTANCE)
        .read(new ArtifactPaths(root(), kind, extension).file(chunk));
  }

  @Override
  protected void putDirectory(ArtifactKind kind, ChunkId chunk) throws IOException {
    new StoreFixture(PosixVfs.INSTANCE)
        .makeDirectories(new ArtifactPaths(root(), kind, "pack").file(chunk));
  }

  @Override
  protected int filesBeside(ArtifactKind kind, ChunkId chunk) throws IOException {
    return PosixVfs.INSTANCE.list(new ArtifactPaths(root(), kind, "pack").bucket(chunk)).size();
  }

  private Path root() {
    return directory;
  }
}
