package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.landing.LandingWriter;
import dev.permafrost.ports.vfs.FileStat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A landing in one flat directory, which may be a shared mount: {@code {chunk:08d}.pack} for each
 * chunk, and {@code {chunk:08d}.pack.attempt-{name}} while an attempt writes. The directory itself
 * is never created: a missing one may be a volume that is not mounted.
 */
final class DirectoryLanding implements Landing {

  private static final Pattern ATTEMPT = Pattern.compile("[a-z0-9-]{1,64}");

  private final Disk disk;
  private final Path directory;
  private final DirectBuffers buffers;

  DirectoryLanding(Disk disk, Path directory, DirectBuffers buffers) {
    this.disk = disk;
    this.directory = directory;
    this.buffers = buffers;
  }

  @Override
  public String location() {
    return directory.toString();
  }

  Path directory() {
    return directory;
  }

  DirectBuffers buffers() {
    return buffers;
  }

  @Override
  public String locate(ChunkId chunk) {
    return place(chunk).toString();
  }

  Path place(ChunkId chunk) {
    return directory.resolve(chunk.name() + "." + PackFormat.EXTENSION);
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  public Optional<LedgerPack> openPublished(ChunkId chunk, LedgerRange range) {
    Path place = place(chunk);
    if (disk.statFile(place).type() == FileStat.Type.MISSING) {
      return Optional.empty();
    }
    try {
      disk.syncFile(place, () -> missing(chunk));
      disk.syncDirectory(directory);
      return Optional.of(FilePack.check(opened(chunk), range, buffers));
    } catch (MissingArtifact e) {
      // An adoption moved it away in the meantime.
      return Optional.empty();
    }
  }

  /** Opens it past the cache, which may show bytes that a failed sync of another process lost. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // passed on
  DiskFile opened(ChunkId chunk) {
    Path place = place(chunk);
    return disk.openReadPastCache(place, () -> missing(chunk))
        .or(() -> disk.openReadIfThere(place))
        .orElseThrow(() -> missing(chunk));
  }

  MissingArtifact missing(ChunkId chunk) {
    return new MissingArtifact(chunk, ArtifactKind.LEDGERS, locate(chunk));
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  public LandingWriter begin(ChunkId chunk, String attempt) {
    if (!ATTEMPT.matcher(attempt).matches()) {
      throw new IllegalArgumentException("no name of an attempt: '" + attempt + "'");
    }
    Path place = place(chunk);
    Path own = place.resolveSibling(place.getFileName() + ".attempt-" + attempt);
    FileArtifactWriter file =
        new FileArtifactWriter(
            disk, disk.create(own), new ArtifactPlace(own, own, List.of(), List.of()), buffers);
    return new DirectoryLandingWriter(this, disk, chunk, own, file);
  }
}
