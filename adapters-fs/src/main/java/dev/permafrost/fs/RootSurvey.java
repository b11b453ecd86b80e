package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.roots.RootEntry;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.vfs.FileStat;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lists the roots of a store and classifies each entry by its name (docs/protocol.md, "Layout":
 * nothing lists a directory to find work, only the audit lists). Changes nothing.
 */
final class RootSurvey {

  private static final Pattern CHUNK = Pattern.compile("[0-9]{8}");
  private static final Pattern BUCKET = Pattern.compile("[0-9]{5}");
  private static final Pattern CHUNK_FILE = Pattern.compile("([0-9]{8})\\.[^/]+");

  private final Disk disk;
  private final RootPaths paths;
  private final Set<ArtifactKind> kinds;

  RootSurvey(Disk disk, RootPaths paths, Set<ArtifactKind> kinds) {
    this.disk = disk;
    this.paths = paths;
    this.kinds = kinds;
  }

  void survey(RootRole role, Consumer<RootEntry> each) {
    Path root = paths.of(role);
    children(
        root,
        each,
        (child, name, type) -> {
          if (name.equals(RootIdentity.FILE_NAME) || isAnotherRoot(role, child, type)) {
            return;
          }
          switch (role) {
            case CATALOG -> catalogEntry(child, name, type, each);
            case HOT -> hotEntry(child, name, type, each);
            case COLD -> coldEntry(child, name, type, each);
          }
        });
  }

  private static void catalogEntry(
      Path child, String name, FileStat.Type type, Consumer<RootEntry> each) {
    if (!name.equals(FileStoreRoots.CATALOG_DATABASE) || type != FileStat.Type.DIRECTORY) {
      each.accept(new RootEntry.Foreign(child.toString()));
    }
  }

  private static void hotEntry(
      Path child, String name, FileStat.Type type, Consumer<RootEntry> each) {
    each.accept(
        CHUNK.matcher(name).matches() && type == FileStat.Type.DIRECTORY
            ? new RootEntry.HotDirectory(chunk(name), child.toString())
            : new RootEntry.Foreign(child.toString()));
  }

  private void coldEntry(Path child, String name, FileStat.Type type, Consumer<RootEntry> each) {
    for (ArtifactKind kind : kinds) {
      if (kind.name().equals(name) && type == FileStat.Type.DIRECTORY) {
        buckets(kind, child, each);
        return;
      }
    }
    each.accept(new RootEntry.Foreign(child.toString()));
  }

  private void buckets(ArtifactKind kind, Path directory, Consumer<RootEntry> each) {
    children(
        directory,
        each,
        (child, name, type) -> {
          if (BUCKET.matcher(name).matches() && type == FileStat.Type.DIRECTORY) {
            bucket(kind, child, name, each);
          } else {
            each.accept(new RootEntry.Foreign(child.toString()));
          }
        });
  }

  private void bucket(ArtifactKind kind, Path directory, String bucket, Consumer<RootEntry> each) {
    for (String name : list(directory, each)) {
      Path child = directory.resolve(name);
      FileStat stat = stat(child, each);
      if (stat != null) {
        each.accept(entry(kind, bucket, child, name, stat));
      }
    }
  }

  private static RootEntry entry(
      ArtifactKind kind, String bucket, Path child, String name, FileStat stat) {
    Matcher file = CHUNK_FILE.matcher(name);
    if (stat.type() == FileStat.Type.FILE && file.matches()) {
      ChunkId chunk = chunk(file.group(1));
      if (chunk.bucketName().equals(bucket)) {
        return new RootEntry.ChunkFile(kind, chunk, child.toString(), stat.sizeBytes());
      }
    }
    return new RootEntry.Foreign(child.toString());
  }

  private static ChunkId chunk(String digits) {
    return new ChunkId(Integer.parseInt(digits));
  }

  /** In the default layout the other two roots are inside the cold one. */
  private boolean isAnotherRoot(RootRole role, Path child, FileStat.Type type) {
    if (role != RootRole.COLD || type != FileStat.Type.DIRECTORY) {
      return false;
    }
    Path real = disk.realPath(child);
    return List.of(RootRole.CATALOG, RootRole.HOT).stream()
        .map(paths::of)
        .anyMatch(other -> disk.isDirectory(other) && disk.realPath(other).equals(real));
  }

  /** Receives each entry of a directory. */
  @FunctionalInterface
  private interface Visitor {
    void visit(Path child, String name, FileStat.Type type);
  }

  private void children(Path directory, Consumer<RootEntry> each, Visitor visitor) {
    for (String name : list(directory, each)) {
      Path child = directory.resolve(name);
      FileStat stat = stat(child, each);
      if (stat != null) {
        visitor.visit(child, name, stat.type());
      }
    }
  }

  private List<String> list(Path directory, Consumer<RootEntry> each) {
    try {
      return disk.isDirectory(directory) ? disk.list(directory) : List.of();
    } catch (StorageFailure e) {
      each.accept(new RootEntry.Unreadable(directory.toString(), e));
      return List.of();
    }
  }

  private @Nullable FileStat stat(Path path, Consumer<RootEntry> each) {
    try {
      FileStat stat = disk.stat(path);
      return stat.type() == FileStat.Type.MISSING ? null : stat;
    } catch (StorageFailure e) {
      each.accept(new RootEntry.Unreadable(path.toString(), e));
      return null;
    }
  }
}
