package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.vfs.FileStat;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Keeps artifacts of the kinds it was given as files under a cold root. */
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
    FileStat stat = disk.stat(paths(kind).file(chunk));
    return stat.type() == FileStat.Type.FILE
        ? OptionalLong.of(stat.sizeBytes())
        : OptionalLong.empty();
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  public ArtifactWriter create(ArtifactKind kind, ChunkId chunk) {
    ArtifactPaths paths = paths(kind);
    disk.makeDirectoriesBelow(paths.cold(), paths.bucket(chunk));
    disk.unlinkIfThere(paths.file(chunk));
    List<Path> syncedInOrder = List.of(paths.bucket(chunk), paths.kindDirectory(), paths.cold());
    return new FileArtifactWriter(disk, disk.create(paths.file(chunk)), syncedInOrder, buffers);
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
