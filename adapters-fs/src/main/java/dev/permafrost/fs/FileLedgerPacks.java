package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.MissingArtifact;
import java.nio.file.Path;
import java.util.Optional;

/** Opens the packs of ledgers under a cold root. Thread-safe. */
final class FileLedgerPacks implements LedgerPacks {

  /** Enough for a few scans of ordinary frames at once. */
  static final long MAX_IDLE_BYTES = 32L << 20;

  private final Disk disk;
  private final ArtifactPaths paths;
  private final DirectBuffers buffers;

  FileLedgerPacks(Disk disk, Path cold, DirectBuffers buffers) {
    this.disk = disk;
    this.buffers = buffers;
    this.paths = new ArtifactPaths(cold, ArtifactKind.LEDGERS, PackFormat.EXTENSION);
  }

  @Override
  @MustBeClosed
  public LedgerPack open(ChunkId chunk, LedgerRange range) {
    DiskFile file = disk.openReadIfThere(paths.file(chunk)).orElseThrow(() -> missing(chunk));
    return FilePack.check(file, range, buffers);
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  public Optional<LedgerPack> openPastCache(ChunkId chunk, LedgerRange range) {
    return disk.openReadPastCache(paths.file(chunk), () -> missing(chunk))
        .map(file -> FilePack.check(file, range, buffers));
  }

  private MissingArtifact missing(ChunkId chunk) {
    return new MissingArtifact(chunk, ArtifactKind.LEDGERS, paths.file(chunk).toString());
  }
}
