package dev.permafrost.fs;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.vfs.FileStat;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The directories {@code {hot}/{chunk:08d}} as files, each step on its own. */
final class FileHotDirectories implements HotDirectories {

  private static final int CHECKED_BYTES = 1 << 20;

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
        disk.syncFile(path, () -> gone(path));
        makeOnDisk(path);
      }
    }
  }

  /**
   * Compares a file with what the disk holds of it, and writes its bytes once more if they differ:
   * a sync that failed earlier, perhaps in another process, may have dropped what the page cache
   * still shows, and a later one succeeds without it.
   */
  private void makeOnDisk(Path path) {
    if (!isOnDisk(path)) {
      writeOnceMore(path);
    }
  }

  /** Not known is not: the file system may be unable to read past its cache. */
  private boolean isOnDisk(Path path) {
    Optional<DiskFile> pastCache = disk.openReadPastCache(path, () -> gone(path));
    if (pastCache.isEmpty()) {
      return false;
    }
    try (DiskFile onDisk = pastCache.get();
        DiskFile cached = disk.openReadIfThere(path).orElseThrow(() -> gone(path))) {
      ByteBuffer expected = ByteBuffer.allocate(CHECKED_BYTES);
      ByteBuffer found = ByteBuffer.allocate(CHECKED_BYTES);
      long offset = 0;
      do {
        cached.readAt(expected.clear(), offset);
        onDisk.readAt(found.clear(), offset);
        if (!expected.flip().equals(found.flip())) {
          return false;
        }
        offset += expected.limit();
      } while (expected.limit() == CHECKED_BYTES);
      return true;
    }
  }

  private void writeOnceMore(Path path) {
    try (DiskFile file = disk.openWriteIfThere(path).orElseThrow(() -> gone(path))) {
      ByteBuffer bytes = ByteBuffer.allocate(CHECKED_BYTES);
      long offset = 0;
      while (file.readAt(bytes.clear(), offset) > 0) {
        int length = bytes.flip().remaining();
        file.writeAt(bytes, offset);
        offset += length;
      }
      file.sync();
    }
  }

  private static StorageUnavailable gone(Path path) {
    return new StorageUnavailable(path.toString(), "sync", null);
  }

  @Override
  public void make(ChunkId chunk) {
    Path directory = directory(chunk);
    disk.makeDirectoriesBelow(hot, directory);
    if (!disk.list(directory).isEmpty()) {
      throw new IllegalStateException("not wiped before it was made again: " + directory);
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
    return HotDirectories.place(hot, chunk);
  }
}
