package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.vfs.FileStat;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Keeps artifacts of the given kinds as files under a cold root. */
final class FileArtifactStore implements ArtifactStore {

  /** Enough for the writers of a few chunks at once. */
  static final long MAX_IDLE_BYTES = 8L << 20;

  private final Disk disk;
  private final Map<ArtifactKind, ArtifactPaths> pathsByKind = new TreeMap<>();
  private final DirectBuffers buffers;

  FileArtifactStore(
      Disk disk, Path cold, Collection<? extends ArtifactFormat> formats, DirectBuffers buffers) {
    this.disk = disk;
    this.buffers = buffers;
    for (ArtifactFormat format : formats) {
      ArtifactKind kind = format.kind();
      ArtifactPaths paths = new ArtifactPaths(cold, kind, format.extension());
      if (pathsByKind.put(kind, paths) != null) {
        throw new IllegalArgumentException("two formats for the kind " + kind);
      }
    }
  }

  @Override
  public String locate(ArtifactKind kind, ChunkId chunk) {
    return paths(kind).file(chunk).toString();
  }

  @Override
  public OptionalLong look(ArtifactKind kind, ChunkId chunk) {
    FileStat stat = disk.statFile(paths(kind).file(chunk));
    return stat.type() == FileStat.Type.FILE
        ? OptionalLong.of(stat.sizeBytes())
        : OptionalLong.empty();
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  public ArtifactWriter create(ArtifactKind kind, ChunkId chunk) {
    ArtifactPaths paths = paths(kind);
    disk.makeDirectoriesBelow(paths.cold(), paths.bucket(chunk));
    disk.unlinkIfThere(paths.file(chunk));
    return writer(paths.file(chunk), paths, chunk);
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  public ArtifactWriter createBeside(ArtifactKind kind, ChunkId chunk) {
    ArtifactPaths paths = paths(kind);
    requireFile(kind, chunk);
    int number = 1;
    while (disk.stat(paths.beside(chunk, number)).type() != FileStat.Type.MISSING) {
      number++;
    }
    return writer(paths.beside(chunk, number), paths, chunk);
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  private ArtifactWriter writer(Path written, ArtifactPaths paths, ChunkId chunk) {
    List<Path> leftBehind = leftBehind(paths, chunk);
    ArtifactPlace place =
        new ArtifactPlace(written, paths.file(chunk), paths.directories(chunk), leftBehind);
    return new FileArtifactWriter(disk, disk.create(written), place, buffers);
  }

  /** Files that processes which have ended wrote next to an artifact and did not rename. */
  private List<Path> leftBehind(ArtifactPaths paths, ChunkId chunk) {
    return disk.list(paths.bucket(chunk)).stream()
        .filter(name -> paths.isBeside(chunk, name))
        .map(name -> paths.bucket(chunk).resolve(name))
        .filter(path -> disk.stat(path).type() == FileStat.Type.FILE)
        .sorted()
        .toList();
  }

  @Override
  public void makeDurableInPlace(ArtifactKind kind, ChunkId chunk) {
    requireFile(kind, chunk);
    Path path = paths(kind).file(chunk);
    disk.syncFile(path, () -> missing(kind, chunk));
    paths(kind).directories(chunk).forEach(disk::syncDirectory);
  }

  private void requireFile(ArtifactKind kind, ChunkId chunk) {
    if (disk.statFile(paths(kind).file(chunk)).type() == FileStat.Type.MISSING) {
      throw missing(kind, chunk);
    }
  }

  private MissingArtifact missing(ArtifactKind kind, ChunkId chunk) {
    return new MissingArtifact(chunk, kind, locate(kind, chunk));
  }

  @Override
  public void unlink(ArtifactKind kind, ChunkId chunk) {
    disk.unlinkIfThere(paths(kind).file(chunk));
  }

  @Override
  public void makeUnlinkDurable(ArtifactKind kind, ChunkId chunk) {
    disk.syncNearestDirectory(paths(kind).bucket(chunk));
  }

  private ArtifactPaths paths(ArtifactKind kind) {
    ArtifactPaths paths = pathsByKind.get(kind);
    if (paths == null) {
      throw new IllegalArgumentException("no format is registered for the kind " + kind);
    }
    return paths;
  }
}
