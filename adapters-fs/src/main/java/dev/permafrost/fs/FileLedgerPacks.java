package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.MissingArtifact;
import java.nio.file.Path;

/** Opens the packs of ledgers under a cold root. Safe for several threads. */
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
    Path path = paths.file(chunk);
    DiskFile file =
        disk.openReadIfThere(path)
            .orElseThrow(() -> new MissingArtifact(chunk, ArtifactKind.LEDGERS, path.toString()));
    try {
      PackChecks checks = new PackChecks(path.toString());
      PackContainer container = PackContainer.read(file, buffers, checks, trailer -> {});
      LedgerAppData appData = LedgerPackRules.checkLedgers(container, checks);
      container.checkZeros(checks);
      LedgerPackRules.checkRecords(container, checks);
      LedgerPackRules.checkRange(container, appData, range, checks);
      return new FilePack(file, container, appData.form(), range, buffers);
    } catch (RuntimeException | Error e) {
      throw Closing.after(e, file);
    }
  }
}
