package dev.permafrost.fs;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The operations of this adapter on a file system, with errors translated into this layer's
 * failures. Only methods whose names say so sync. Thread-safe.
 */
final class Disk {

  private final Vfs vfs;

  /**
   * The directories whose sync failed, until they are created again. Also the lock of all syncs.
   */
  private final Set<Path> notDurable = new HashSet<>();

  Disk(Vfs vfs) {
    this.vfs = vfs;
  }

  /** The file system, which identifies the process. */
  Vfs vfs() {
    return vfs;
  }

  FileStat stat(Path path) {
    try {
      return vfs.stat(path);
    } catch (IOException e) {
      throw SystemErrors.translateRead(e, "look at", path.toString(), vfs.stateOf(path));
    }
  }

  boolean isDirectory(Path path) {
    return stat(path).type() == FileStat.Type.DIRECTORY;
  }

  Path realPath(Path path) {
    try {
      return vfs.realPath(path);
    } catch (IOException e) {
      throw SystemErrors.translateRead(e, "look at", path.toString(), vfs.stateOf(path));
    }
  }

  List<String> list(Path directory) {
    try {
      return vfs.list(directory);
    } catch (IOException e) {
      throw SystemErrors.translateRead(e, "list", directory.toString(), vfs.stateOf(directory));
    }
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  DiskFile create(Path path) {
    try {
      return new DiskFile(vfs, vfs.create(path), path);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "create", path.toString(), vfs.stateOf(path));
    }
  }

  /** Opens a file for reading, if it exists. */
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  Optional<DiskFile> openReadIfThere(Path path) {
    try {
      return Optional.of(new DiskFile(vfs, vfs.openRead(path), path));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (IOException e) {
      throw SystemErrors.translateRead(e, "open", path.toString(), vfs.stateOf(path));
    }
  }

  /**
   * Opens a file for reading past the cache; empty if the file system does not support that.
   *
   * @param missing creates the failure if there is no file
   */
  Optional<DiskFile> openReadPastCache(Path path, Supplier<StorageFailure> missing) {
    try {
      return vfs.openReadPastCache(path).map(file -> new DiskFile(vfs, file, path));
    } catch (NoSuchFileException e) {
      throw missing.get();
    } catch (IOException e) {
      throw SystemErrors.translateRead(e, "open", path.toString(), vfs.stateOf(path));
    }
  }

  /** Whether a file's file system supports reads past its cache; true if that is not known. */
  boolean canReadPastCache(Path path) {
    try {
      Optional<VfsFile> opened = vfs.openReadPastCache(path);
      if (opened.isEmpty()) {
        return false;
      }
      opened.get().close();
      return true;
    } catch (IOException e) {
      return true;
    }
  }

  /** Opens a file for reading and writing, and creates it if it does not exist. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  DiskFile openOrCreate(Path path) {
    try {
      return new DiskFile(vfs, openOrCreateFile(path), path);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "open", path.toString(), vfs.stateOf(path));
    }
  }

  @MustBeClosed
  private VfsFile openOrCreateFile(Path path) throws IOException {
    try {
      return vfs.openWrite(path);
    } catch (NoSuchFileException missing) {
      try {
        return vfs.create(path);
      } catch (FileAlreadyExistsException raced) {
        return vfs.openWrite(path);
      }
    }
  }

  /**
   * Creates a directory and all missing parents.
   *
   * @return the created directories
   */
  List<Path> makeDirectories(Path directory) {
    List<Path> made = new ArrayList<>();
    makeDirectories(directory, made);
    return made;
  }

  private void makeDirectories(Path directory, List<Path> made) {
    if (isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      makeDirectories(parent, made);
    }
    if (makeDirectory(directory)) {
      made.add(directory);
    }
  }

  /**
   * Creates a directory and missing parents below a root. The root itself is never created: a
   * missing root was unmounted, and files written to a new one in its place would be hidden or lost
   * when the right one is back.
   */
  void makeDirectoriesBelow(Path root, Path directory) {
    if (directory.equals(root) || isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      makeDirectoriesBelow(root, parent);
    }
    makeDirectory(directory);
  }

  /** Creates a directory; returns whether this call created it. */
  @CanIgnoreReturnValue
  private boolean makeDirectory(Path directory) {
    try {
      vfs.makeDirectory(directory);
      forgetFailedSync(directory);
      return true;
    } catch (FileAlreadyExistsException raced) {
      if (!isDirectory(directory)) {
        throw new ForeignEntry(directory.toString(), wordsFor(stat(directory)));
      }
      return false;
    } catch (IOException e) {
      throw SystemErrors.translate(
          e, "create the directory", directory.toString(), vfs.stateOf(directory));
    }
  }

  /**
   * What exists at the path of a store's file; {@link FileStat#MISSING} if nothing does.
   *
   * @throws ForeignEntry if it is not a file
   */
  FileStat statFile(Path path) {
    FileStat stat = stat(path);
    if (stat.type() != FileStat.Type.FILE && stat.type() != FileStat.Type.MISSING) {
      throw new ForeignEntry(path.toString(), wordsFor(stat));
    }
    return stat;
  }

  private static String wordsFor(FileStat stat) {
    return switch (stat.type()) {
      case FILE -> "a file";
      case DIRECTORY -> "a directory";
      default -> "neither a file nor a directory";
    };
  }

  /**
   * Removes the entry of a file; does nothing if it does not exist.
   *
   * @throws ForeignEntry if it is a directory
   */
  void unlinkIfThere(Path path) {
    try {
      vfs.unlink(path);
    } catch (NoSuchFileException gone) {
      // The intended result.
    } catch (IOException e) {
      if (isDirectoryAfter(e, path)) {
        throw new ForeignEntry(path.toString(), "a directory");
      }
      throw SystemErrors.translate(e, "remove", path.toString(), vfs.stateOf(path));
    }
  }

  /**
   * Whether a file could not be removed because it is a directory; checked afterwards, without
   * throwing.
   */
  private boolean isDirectoryAfter(IOException failure, Path path) {
    try {
      return vfs.stat(path).type() == FileStat.Type.DIRECTORY;
    } catch (IOException later) {
      failure.addSuppressed(later);
      return false;
    }
  }

  /** Renames a file within its file system, replacing an existing one. Not durable. */
  void rename(Path path, Path newName) {
    try {
      vfs.rename(path, newName);
    } catch (IOException e) {
      throw SystemErrors.translate(
          e, "rename to " + newName + " the file", path.toString(), vfs.stateOf(path));
    }
  }

  /** Syncs an existing file, even if another process wrote it. */
  void syncFile(Path path, Supplier<StorageFailure> missing) {
    try (DiskFile file = openReadIfThere(path).orElseThrow(missing)) {
      file.sync();
    }
  }

  /**
   * Whether a path is a directory of the store; false if nothing exists.
   *
   * @throws ForeignEntry if it is something else, including a symbolic link: its target does not
   *     belong to the store
   */
  boolean isOwnDirectory(Path path) {
    FileStat stat = stat(path);
    if (stat.type() == FileStat.Type.MISSING) {
      return false;
    }
    if (stat.type() != FileStat.Type.DIRECTORY) {
      throw new ForeignEntry(path.toString(), wordsFor(stat));
    }
    if (isLink(path)) {
      throw new ForeignEntry(path.toString(), "a symbolic link");
    }
    return true;
  }

  /** Removes a directory, unless it is not empty; does nothing if it does not exist. */
  boolean removeIfEmpty(Path path) {
    try {
      vfs.removeDirectory(path);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    } catch (NoSuchFileException e) {
      return true;
    } catch (IOException e) {
      throw SystemErrors.translate(e, "remove the directory", path.toString(), vfs.stateOf(path));
    }
  }

  /**
   * Makes the entries of a directory durable. A failure is final for all users of the directory:
   * directories of artifacts are shared, and a second sync would succeed without the entries that
   * the first one lost, including those of earlier attempts. So a directory is not synced again
   * until it is created again or the store is reopened.
   */
  void syncDirectory(Path directory) {
    // Serialized, because a sync that waits behind a failing one would be such a second sync.
    synchronized (notDurable) {
      if (notDurable.contains(directory)) {
        throw new DurabilityFailure(
            directory.toString(), new IOException("a sync of it failed before"));
      }
      try {
        vfs.syncDirectory(directory);
      } catch (IOException e) {
        StorageFailure failure =
            SystemErrors.translateDirectorySync(e, directory.toString(), vfs.stateOf(directory));
        if (SystemErrors.isFinal(failure)) {
          notDurable.add(directory);
        }
        throw failure;
      }
    }
  }

  /** A newly created directory is independent of an earlier one at the same path. */
  private void forgetFailedSync(Path directory) {
    synchronized (notDurable) {
      notDurable.remove(directory);
    }
  }

  /** Syncs a directory, or if it does not exist, the nearest existing one above it. */
  void syncNearestDirectory(Path directory) {
    syncDirectory(nearestDirectory(directory));
  }

  /** A directory, or if it does not exist, the nearest existing one above it. */
  Path nearestDirectory(Path directory) {
    Path nearest = directory;
    while (nearest.getParent() != null && !isDirectory(nearest)) {
      nearest = nearest.getParent();
    }
    return nearest;
  }

  /** Whether a path is a symbolic link with a target. */
  boolean isLink(Path path) {
    Path parent = path.getParent();
    Path name = path.getFileName();
    return parent != null && name != null && !realPath(path).equals(realPath(parent).resolve(name));
  }

  /** Gives a file a second name; throws the file system's exception. */
  void link(Path path, Path newName) throws IOException {
    vfs.link(path, newName);
  }

  /** Opens a file for reading and writing, if it exists. */
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  Optional<DiskFile> openWriteIfThere(Path path) {
    try {
      return Optional.of(new DiskFile(vfs, vfs.openWrite(path), path));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (IOException e) {
      throw SystemErrors.translate(e, "open", path.toString(), vfs.stateOf(path));
    }
  }
}
