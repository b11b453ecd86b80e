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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/** Manages the directories {@code {hot}/{chunk:08d}}, with one method for each step. */
final class FileHotDirectories implements HotDirectories {

  private static final int CHECKED_BYTES = 1 << 20;

  /** How often a directory that does not become empty is listed again. */
  private static final int ROUNDS = 20;

  private static final long ROUND_NANOS = 50_000_000;

  private final Disk disk;
  private final Path hot;
  private final Runnable pause;

  FileHotDirectories(Disk disk, Path hot) {
    this(disk, hot, () -> LockSupport.parkNanos(ROUND_NANOS));
  }

  /**
   * For tests, which do not wait.
   *
   * @param pause the wait between two listings of a directory that does not become empty
   */
  FileHotDirectories(Disk disk, Path hot, Runnable pause) {
    this.disk = disk;
    this.hot = hot;
    this.pause = pause;
  }

  /**
   * A network file system keeps an entry for a removed file until the file is closed everywhere,
   * and a listing may be late. So the directory is listed again for a second.
   */
  @Override
  public void wipe(ChunkId chunk, Predicate<String> isKnown) {
    Path directory = directory(chunk);
    if (!disk.isOwnDirectory(directory)) {
      return;
    }
    List<String> names = disk.list(directory);
    // Before anything is removed.
    names.forEach(name -> requireRemovable(directory.resolve(name), name, isKnown));
    for (int round = 1; !isRemoved(directory, names, isKnown); round++) {
      names = disk.list(directory);
      if (round == ROUNDS) {
        // The caller wants an empty directory, and this one is not empty yet.
        throw stays(directory, names);
      }
      pause.run();
      names = disk.list(directory);
      names.forEach(name -> requireRemovable(directory.resolve(name), name, isKnown));
    }
  }

  private boolean isRemoved(Path directory, List<String> names, Predicate<String> isKnown) {
    for (String name : names) {
      if (isKnown.test(name)) {
        remove(directory.resolve(name), isKeptWhileOpen(name));
      }
    }
    return disk.list(directory).isEmpty() && disk.removeIfEmpty(directory);
  }

  /** An entry that is kept while a file is open may refuse to be removed. */
  private void remove(Path path, boolean mayStay) {
    try {
      disk.unlinkIfThere(path);
    } catch (StorageUnavailable e) {
      if (!mayStay) {
        throw e;
      }
    }
  }

  private static StorageUnavailable stays(Path directory, List<String> names) {
    Optional<String> kept = names.stream().filter(FileHotDirectories::isKeptWhileOpen).findFirst();
    if (kept.isPresent()) {
      return new StorageUnavailable(
          directory.resolve(kept.get()).toString(),
          "remove, because it is still open, the file",
          null);
    }
    String action =
        names.isEmpty()
            ? "remove, because its file system says that it is not empty, the directory"
            : "remove, because it comes back, the file";
    Path path = names.isEmpty() ? directory : directory.resolve(names.get(0));
    return new StorageUnavailable(path.toString(), action, null);
  }

  private void requireRemovable(Path path, String name, Predicate<String> isKnown) {
    if (disk.statFile(path).type() == FileStat.Type.FILE
        && !isKnown.test(name)
        && !isKeptWhileOpen(name)) {
      throw new ForeignEntry(path.toString(), "a file");
    }
  }

  /** Whether a file system uses this name for a file that was unlinked while open. */
  private static boolean isKeptWhileOpen(String name) {
    return name.startsWith(".nfs") || name.startsWith(".fuse_hidden");
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
   * Compares a file with its bytes on the disk, and writes them again if they differ: an earlier
   * failed sync, perhaps of another process, may have dropped bytes that the page cache still
   * shows, and a later sync succeeds without them.
   */
  private void makeOnDisk(Path path) {
    if (!isOnDisk(path)) {
      writeOnceMore(path);
    }
  }

  /** False if it is unknown, since the file system may not support reads past its cache. */
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
