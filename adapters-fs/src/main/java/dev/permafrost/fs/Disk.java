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
 * The steps that this adapter takes on a file system, with its errors translated into this layer's
 * failures. Nothing here syncs unless its name says so. Safe for several threads.
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

  /** The file system, to tell processes apart by. */
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
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  DiskFile create(Path path) {
    try {
      return new DiskFile(vfs, vfs.create(path), path);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "create", path.toString(), vfs.stateOf(path));
    }
  }

  /** Opens a file for reading, if there is one. */
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
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
   * Opens a file for reading past the cache; empty where the file system cannot do that.
   *
   * @param missing what to throw if there is no file
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

  /** Whether a file's file system can read past its cache; where that cannot be told, it can. */
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

  /** Opens a file for reading and writing, and creates it if it is not there. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
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
   * Creates a directory and all that is missing above it.
   *
   * @return what it created
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
   * Creates a directory and what is missing above it below a root. The root itself is never made:
   * one that is missing was taken away, and a new one in its place would be filled and then hidden,
   * or thrown away, when the right one is back.
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

  /** Creates a directory, and says whether it was this call that did. */
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
   * What stands where a file of the store belongs; {@link FileStat#MISSING} if nothing does.
   *
   * @throws ForeignEntry if it is no file
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
   * Removes the entry of a file; gone already: nothing to do.
   *
   * @throws ForeignEntry if a directory stands there
   */
  void unlinkIfThere(Path path) {
    try {
      vfs.unlink(path);
    } catch (NoSuchFileException gone) {
      // What was to be reached.
    } catch (IOException e) {
      if (isDirectoryAfter(e, path)) {
        throw new ForeignEntry(path.toString(), "a directory");
      }
      throw SystemErrors.translate(e, "remove", path.toString(), vfs.stateOf(path));
    }
  }

  /** Whether a directory is why a file could not be removed; looks after the fact, quietly. */
  private boolean isDirectoryAfter(IOException failure, Path path) {
    try {
      return vfs.stat(path).type() == FileStat.Type.DIRECTORY;
    } catch (IOException later) {
      failure.addSuppressed(later);
      return false;
    }
  }

  /** Gives a file another name, over the file that has it, within one file system. Not durable. */
  void rename(Path path, Path newName) {
    try {
      vfs.rename(path, newName);
    } catch (IOException e) {
      throw SystemErrors.translate(
          e, "rename to " + newName + " the file", path.toString(), vfs.stateOf(path));
    }
  }

  /** Syncs a file that is there, even if another process wrote it. */
  void syncFile(Path path, Supplier<StorageFailure> missing) {
    try (DiskFile file = openReadIfThere(path).orElseThrow(missing)) {
      file.sync();
    }
  }

  /**
   * Whether a directory of the store stands at a path, or nothing.
   *
   * @throws ForeignEntry if something else does, a symbolic link included: what it leads to is not
   *     the store's
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

  /** Removes a directory, unless something appeared in it; gone already: nothing to do. */
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
   * Makes the entries of a directory durable. A failure is final, and not only for who met it: the
   * directories of artifacts are shared, and a second sync would succeed without the entries that
   * the first one lost, an earlier attempt's among them. So there is none until the directory is
   * created again or the store is opened again.
   */
  void syncDirectory(Path directory) {
    // One at a time, or a sync that waits behind a failing one would be that second sync.
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

  /** A directory that was just made is another one, whatever stood in its place. */
  private void forgetFailedSync(Path directory) {
    synchronized (notDurable) {
      notDurable.remove(directory);
    }
  }

  /** Syncs a directory, or, where it does not exist, the nearest one above it. */
  void syncNearestDirectory(Path directory) {
    syncDirectory(nearestDirectory(directory));
  }

  /** A directory, or, where it does not exist, the nearest one above it. */
  Path nearestDirectory(Path directory) {
    Path nearest = directory;
    while (nearest.getParent() != null && !isDirectory(nearest)) {
      nearest = nearest.getParent();
    }
    return nearest;
  }

  /** Whether what stands at a path, and leads somewhere, is a symbolic link. */
  boolean isLink(Path path) {
    Path parent = path.getParent();
    Path name = path.getFileName();
    return parent != null && name != null && !realPath(path).equals(realPath(parent).resolve(name));
  }

  /** Gives a file a second name; throws what the file system threw. */
  void link(Path path, Path newName) throws IOException {
    vfs.link(path, newName);
  }

  /** Opens a file for reading and writing, if there is one. */
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
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
