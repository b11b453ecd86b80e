package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.artifact.PackCandidatesContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Candidates in a file system that is not real. */
abstract class SimulatedPackCandidates extends PackCandidatesContract {

  private final Vfs vfs;

  SimulatedPackCandidates(Vfs vfs) {
    this.vfs = vfs;
  }

  @Override
  protected PackCandidates openCandidates() throws IOException {
    new StoreFixture(vfs).makeDirectories(cold());
    return FileStores.packCandidates(vfs, cold(), from(), true);
  }

  private Path candidate(ChunkId chunk) {
    return from().resolve(chunk.name() + ".pack");
  }

  private Path place(ChunkId chunk) {
    return new ArtifactPaths(cold(), ArtifactKind.LEDGERS, "pack").file(chunk);
  }

  @Override
  protected void put(ChunkId chunk, LedgerRange range, List<byte[]> frames) throws IOException {
    new StoreFixture(vfs).write(candidate(chunk), PackBytes.of(range, frames));
    try (VfsFile file = vfs.openWrite(candidate(chunk))) {
      file.sync();
    }
  }

  @Override
  protected void putDirectory(ChunkId chunk) throws IOException {
    new StoreFixture(vfs).makeDirectories(candidate(chunk));
  }

  @Override
  protected void remove(ChunkId chunk) throws IOException {
    vfs.unlink(candidate(chunk));
  }

  @Override
  protected void putInPlace(ChunkId chunk, LedgerRange range, List<byte[]> frames)
      throws IOException {
    new StoreFixture(vfs).write(place(chunk), PackBytes.of(range, frames));
  }

  @Override
  protected void putDirectoryInPlace(ChunkId chunk) throws IOException {
    new StoreFixture(vfs).makeDirectories(place(chunk));
  }

  @Override
  protected Optional<Long> sizeInPlace(ChunkId chunk) throws IOException {
    FileStat stat = vfs.stat(place(chunk));
    return stat.type() == FileStat.Type.FILE ? Optional.of(stat.sizeBytes()) : Optional.empty();
  }

  private Path cold() {
    return Path.of("/cold");
  }

  private Path from() {
    return Path.of("/landing");
  }
}
