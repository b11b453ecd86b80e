package dev.permafrost.fs;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.vfs.FileStat;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** The directories {@code {hot}/{chunk:08d}} as files, each step on its own. */
final class FileHotDirectories implements HotDirectories {

  private final Disk disk;
  private final Path hot;

  FileHotDirectories(Disk disk, Path hot) {
    this.disk = disk;
    this.hot = hot;
  }

  @Override
  public void wipe(ChunkId chunk, Predicate<String> isKnown) {
    Path directory = directory(chunk);
    if (!disk.isOwnDirectory(directory)) {
      return;
    }
    List<String> names = disk.list(directory);
    names.forEach(name -> requireRemovable(directory.resolve(name), name, isKnown));
    names.stream().filter(isKnown).map(directory::resolve).forEach(disk::unlinkIfThere);
    for (String name : disk.list(directory)) {
      if (isKeptWhileOpen(name)) {
        // An empty directory is what the caller wants, and this one is not empty yet.
        throw new StorageUnavailable(
            directory.resolve(name).toString(), "remove, because it is still open, the file", null);
      }
    }
    disk.removeDirectory(directory);
  }

  private void requireRemovable(Path path, String name, Predicate<String> isKnown) {
    if (disk.statFile(path).type() == FileStat.Type.FILE
        && !isKnown.test(name)
        && !isKeptWhileOpen(name)) {
      throw new ForeignEntry(path.toString(), "a file");
    }
  }

  /** Whether a network file system keeps under this name what was unlinked while it was open. */
  private static boolean isKeptWhileOpen(String name) {
    return name.startsWith(".nfs");
  }

  @Override
  public void syncFiles(ChunkId chunk) {
    Path directory = directory(chunk);
    for (String name : disk.list(directory)) {
      Path path = directory.resolve(name);
      if (disk.stat(path).type() == FileStat.Type.FILE) {
        disk.syncFile(path, () -> new StorageUnavailable(path.toString(), "sync", null));
      }
    }
  }

  @Override
  public void make(ChunkId chunk) {
    Path directory = directory(chunk);
    disk.makeDirectoriesBelow(hot, directory);
    if (!disk.list(directory).isEmpty()) {
      throw new IllegalStateException("not wiped before it was made anew: " + directory);
    }
  }

  @Override
  public void makeDurable(ChunkId chunk) {
    disk.syncDirectory(directory(chunk));
    disk.syncDirectory(hot);
  }

  @Override
  public void makeRemovalDurable(ChunkId chunk) {
    disk.syncNearestDirectory(hot);
  }

  private Path directory(ChunkId chunk) {
    return hot.resolve(chunk.name());
  }
}
