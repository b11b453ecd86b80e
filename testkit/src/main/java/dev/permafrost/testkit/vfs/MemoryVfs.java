package dev.permafrost.testkit.vfs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file system in memory, as one process sees it: the rules of POSIX, and the failures of a disk
 * on request.
 *
 * <p>Paths are absolute; the tree begins with an empty {@code /}. It has no symbolic links and no
 * permissions. Removed files stay readable through channels that are open. Locks are between the
 * processes made by {@link #otherProcess}, and closing any opening of a file drops its process's
 * lock, as POSIX has it. Before each operation a {@link Hook} may throw; the operations that
 * succeeded are recorded; the space can be limited. Nothing here is ever lost: a sync is recorded
 * and does nothing. Safe for several threads.
 */
public final class MemoryVfs implements Vfs {

  /** Called before each operation, and may make it fail by throwing. */
  @FunctionalInterface
  public interface Hook {
    /** Lets everything pass. */
    Hook NONE = (operation, path) -> {};

    /**
     * Sees an operation before it has any effect. Must not use the file system itself.
     *
     * @param operation the name of the method of {@link Vfs} or {@link VfsFile}
     * @param path the path it was given, of two the new name, or at which the file was opened
     */
    void before(String operation, Path path) throws IOException;
  }

  /**
   * An operation that succeeded.
   *
   * @param name the name of the method of {@link Vfs} or {@link VfsFile}
   * @param path the path it was given, of two the new name, or at which the file was opened
   */
  public record Operation(String name, Path path) {
    @Override
    public String toString() {
      return name + " " + path;
    }
  }

  /** Something done under the disk's lock. */
  interface Step<T> {
    T run() throws IOException;
  }

  private final MemoryDisk disk;
  private final Set<MemoryFile> open = new LinkedHashSet<>();

  /** A new, empty file system of unlimited size. */
  public MemoryVfs() {
    this(new MemoryDisk());
  }

  private MemoryVfs(MemoryDisk disk) {
    this.disk = disk;
  }

  /** Another process on the same file system: same files, locks of its own. */
  public MemoryVfs otherProcess() {
    return new MemoryVfs(disk);
  }

  /** Ends this process as {@code kill -9} would: its files are closed, its locks are free. */
  public void kill() {
    synchronized (disk) {
      List.copyOf(open).forEach(MemoryFile::close);
    }
  }

  /** How many files this process has open. */
  public int openFiles() {
    synchronized (disk) {
      return open.size();
    }
  }

  /** Sets what is called before each operation, of all processes. */
  public void hook(Hook hook) {
    synchronized (disk) {
      disk.hook(hook);
    }
  }

  /**
   * Limits the space, counted in pages of 4,096 bytes. What needs more throws "No space left on
   * device" when the pages are used up.
   */
  public void capacityBytes(long bytes) {
    synchronized (disk) {
      disk.space().limit(bytes);
    }
  }

  /** The space in use: the pages of all files that have a name or are open. */
  public long usedBytes() {
    synchronized (disk) {
      return disk.space().usedBytes();
    }
  }

  /** Says whether {@link #openReadPastCache} can open anything; it can unless it is told not to. */
  public void readsPastCache(boolean possible) {
    synchronized (disk) {
      disk.readsPastCache(possible);
    }
  }

  /**
   * Makes a directory that is the top of a file system of its own: it has another device number
   * than its parent, which must exist, and cannot be removed.
   */
  public void mount(Path path) throws IOException {
    synchronized (disk) {
      disk.mount(path);
    }
  }

  /** The operations that succeeded so far, of all processes, in order. */
  public List<Operation> operations() {
    synchronized (disk) {
      return List.copyOf(disk.operations());
    }
  }

  /** Clears the record of operations. */
  public void forgetOperations() {
    synchronized (disk) {
      disk.operations().clear();
    }
  }

  @Override
  public FileStat stat(Path path) throws IOException {
    return perform(
        "stat",
        path,
        () -> {
          Inode found = disk.find(path);
          if (found == null) {
            return FileStat.MISSING;
          }
          return found instanceof FileInode file
              ? new FileStat(
                  FileStat.Type.FILE, file.sizeBytes(), file.device(), file.number(), file.links())
              : new FileStat(FileStat.Type.DIRECTORY, 0, found.device(), found.number(), 1);
        });
  }

  @Override
  public Path realPath(Path path) throws IOException {
    return perform(
        "realPath",
        path,
        () -> {
          disk.require(path);
          return MemoryDisk.canonical(path);
        });
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return perform(
        "list",
        directory,
        () -> new ArrayList<>(disk.requireDirectory(directory).entries().keySet()));
  }

  @Override
  @MustBeClosed
  public VfsFile create(Path path) throws IOException {
    return perform(
        "create",
        path,
        () -> {
          DirectoryInode parent = disk.parentOf(path);
          if (parent.entries().containsKey(disk.lastName(path))) {
            throw new FileAlreadyExistsException(path.toString());
          }
          FileInode file = new FileInode(parent.device(), disk.newInode());
          parent.entries().put(disk.lastName(path), file);
          return opened(path, file, true);
        });
  }

  @Override
  @MustBeClosed
  public VfsFile openRead(Path path) throws IOException {
    return perform("openRead", path, () -> opened(path, disk.requireFile(path), false));
  }

  @Override
  @MustBeClosed
  public VfsFile openWrite(Path path) throws IOException {
    return perform("openWrite", path, () -> opened(path, disk.requireFile(path), true));
  }

  @Override
  public Optional<VfsFile> openReadPastCache(Path path) throws IOException {
    return perform(
        "openReadPastCache",
        path,
        () -> {
          FileInode file = disk.requireFile(path);
          return disk.readsPastCache() ? Optional.of(opened(path, file, false)) : Optional.empty();
        });
  }

  @Override
  public void link(Path path, Path newName) throws IOException {
    perform(
        "link",
        newName,
        () -> {
          FileInode file = disk.requireFile(path);
          DirectoryInode parent = disk.parentForName(file, path, newName);
          if (parent.entries().putIfAbsent(disk.lastName(newName), file) != null) {
            throw new FileAlreadyExistsException(newName.toString(), path.toString(), null);
          }
          file.linked();
          return true;
        });
  }

  @Override
  public void rename(Path path, Path newName) throws IOException {
    perform(
        "rename",
        newName,
        () -> {
          FileInode file = disk.requireFile(path);
          DirectoryInode parent = disk.parentForName(file, path, newName);
          if (disk.find(newName) == file) {
            return true;
          }
          if (disk.find(newName) != null) {
            disk.requireFile(newName).unlinked(disk.space());
          }
          disk.parentOf(path).entries().remove(disk.lastName(path));
          parent.entries().put(disk.lastName(newName), file);
          return true;
        });
  }

  @Override
  public void makeDirectory(Path path) throws IOException {
    perform(
        "makeDirectory",
        path,
        () -> {
          if (disk.find(path) != null) {
            throw new FileAlreadyExistsException(path.toString());
          }
          DirectoryInode parent = disk.parentOf(path);
          parent
              .entries()
              .put(disk.lastName(path), new DirectoryInode(parent.device(), disk.newInode()));
          return true;
        });
  }

  @Override
  public void unlink(Path path) throws IOException {
    perform(
        "unlink",
        path,
        () -> {
          FileInode file = disk.requireFile(path);
          disk.parentOf(path).entries().remove(disk.lastName(path));
          file.unlinked(disk.space());
          return true;
        });
  }

  @Override
  public void removeDirectory(Path path) throws IOException {
    perform(
        "removeDirectory",
        path,
        () -> {
          DirectoryInode directory = disk.requireDirectory(path);
          if (directory.isMountPoint()) {
            throw new FileSystemException(path.toString(), null, "Device or resource busy");
          }
          if (!directory.entries().isEmpty()) {
            throw new DirectoryNotEmptyException(path.toString());
          }
          disk.parentOf(path).entries().remove(disk.lastName(path));
          return true;
        });
  }

  @Override
  public void syncDirectory(Path path) throws IOException {
    perform("syncDirectory", path, () -> disk.requireDirectory(path));
  }

  MemoryDisk disk() {
    return disk;
  }

  void forget(MemoryFile file) {
    open.remove(file);
  }

  /** Asks the hook, does the step, records it: the one way to the disk. */
  <T> T perform(String operation, Path path, Step<T> step) throws IOException {
    synchronized (disk) {
      disk.hook().before(operation, path);
      T result = step.run();
      disk.operations().add(new Operation(operation, path));
      return result;
    }
  }

  private VfsFile opened(Path path, FileInode inode, boolean writable) {
    MemoryFile file = new MemoryFile(this, path, inode, writable);
    inode.opened();
    open.add(file);
    return file;
  }
}
