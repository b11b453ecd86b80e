package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.artifact.PackCandidatesContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class PosixPackCandidatesTest extends PackCandidatesContract {

  @TempDir Path directory;

  @Override
  protected PackCandidates openCandidates() throws IOException {
    new StoreFixture(PosixVfs.INSTANCE).makeDirectories(cold());
    return FileStores.packCandidates(PosixVfs.INSTANCE, cold(), from(), true);
  }

  private Path candidate(ChunkId chunk) {
    return from().resolve(chunk.name() + ".pack");
  }

  private Path place(ChunkId chunk) {
    return new ArtifactPaths(cold(), ArtifactKind.LEDGERS, "pack").file(chunk);
  }

  @Override
  protected void put(ChunkId chunk, LedgerRange range, List<byte[]> frames) throws IOException {
    new StoreFixture(PosixVfs.INSTANCE).write(candidate(chunk), PackBytes.of(range, frames));
    try (VfsFile file = PosixVfs.INSTANCE.openWrite(candidate(chunk))) {
      file.sync();
    }
  }

  @Override
  protected void putDirectory(ChunkId chunk) throws IOException {
    new StoreFixture(PosixVfs.INSTANCE).makeDirectories(candidate(chunk));
  }

  @Override
  protected void remove(ChunkId chunk) throws IOException {
    PosixVfs.INSTANCE.unlink(candidate(chunk));
  }

  @Override
  protected void putInPlace(ChunkId chunk, LedgerRange range, List<byte[]> frames)
      throws IOException {
    new StoreFixture(PosixVfs.INSTANCE).write(place(chunk), PackBytes.of(range, frames));
  }

  @Override
  protected void putDirectoryInPlace(ChunkId chunk) throws IOException {
    new StoreFixture(PosixVfs.INSTANCE).makeDirectories(place(chunk));
  }

  @Override
  protected Optional<Long> sizeInPlace(ChunkId chunk) throws IOException {
    FileStat stat = PosixVfs.INSTANCE.stat(place(chunk));
    return stat.type() == FileStat.Type.FILE ? Optional.of(stat.sizeBytes()) : Optional.empty();
  }

  private Path cold() {
    return directory.resolve("cold");
  }

  private Path from() {
    return directory.resolve("landing");
  }
}
