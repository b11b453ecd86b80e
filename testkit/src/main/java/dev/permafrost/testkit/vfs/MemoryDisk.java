package dev.permafrost.testkit.vfs;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What several processes of one simulated machine share: the tree of directories, the space, the
 * hook and the record of operations. All of it is guarded by this object's monitor.
 */
final class MemoryDisk {

  private final DirectoryInode root = new DirectoryInode(1, 1);
  private final Space space = new Space();
  private final List<MemoryVfs.Operation> operations = new ArrayList<>();
  private long lastDevice = 1;
  private long lastInode = 1;
  private boolean readsPastCache = true;
  private MemoryVfs.Hook hook = MemoryVfs.Hook.NONE;

  MemoryDisk() {
    root.becomeMountPoint();
  }

  Space space() {
    return space;
  }

  List<MemoryVfs.Operation> operations() {
    return operations;
  }

  /** A number that no inode of this disk had. */
  long newInode() {
    return ++lastInode;
  }

  boolean readsPastCache() {
    return readsPastCache;
  }

  void readsPastCache(boolean possible) {
    readsPastCache = possible;
  }

  MemoryVfs.Hook hook() {
    return hook;
  }

  void hook(MemoryVfs.Hook next) {
    hook = next;
  }

  /** Makes an empty directory the top of a file system of its own. */
  void mount(Path path) throws IOException {
    DirectoryInode parent = parentOf(path);
    if (parent.entries().containsKey(lastName(path))) {
      throw new FileAlreadyExistsException(path.toString());
    }
    DirectoryInode top = new DirectoryInode(++lastDevice, newInode());
    top.becomeMountPoint();
    parent.entries().put(lastName(path), top);
  }

  /** What stands at a path, or null. */
  @Nullable Inode find(Path path) throws IOException {
    Inode current = root;
    for (Path name : canonical(path)) {
      if (!(current instanceof DirectoryInode directory)) {
        return null;
      }
      Inode next = directory.entries().get(name.toString());
      if (next == null) {
        return null;
      }
      current = next;
    }
    return current;
  }

  Inode require(Path path) throws IOException {
    Inode found = find(path);
    if (found == null) {
      throw new NoSuchFileException(path.toString());
    }
    return found;
  }

  DirectoryInode requireDirectory(Path path) throws IOException {
    if (require(path) instanceof DirectoryInode directory) {
      return directory;
    }
    throw new NotDirectoryException(path.toString());
  }

  FileInode requireFile(Path path) throws IOException {
    if (require(path) instanceof FileInode file) {
      return file;
    }
    throw new FileSystemException(path.toString(), null, "Is a directory");
  }

  DirectoryInode parentOf(Path path) throws IOException {
    Path parent = canonical(path).getParent();
    if (parent == null) {
      throw new FileSystemException(path.toString(), null, "Device or resource busy");
    }
    Inode found = require(parent);
    if (found instanceof DirectoryInode directory) {
      return directory;
    }
    throw new FileSystemException(path.toString(), null, "Not a directory");
  }

  String lastName(Path path) {
    Path name = canonical(path).getFileName();
    return name == null ? "" : name.toString();
  }

  /** The directory that is to get a further name of a file, on the file's own file system. */
  DirectoryInode parentForName(FileInode file, Path path, Path newName) throws IOException {
    DirectoryInode parent = parentOf(newName);
    if (parent.device() != file.device()) {
      throw new FileSystemException(
          newName.toString(), path.toString(), "Invalid cross-device link");
    }
    return parent;
  }

  /** There are no symbolic links here, so dots can be resolved by their text. */
  static Path canonical(Path path) {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("a memory file system has no working directory: " + path);
    }
    return path.normalize();
  }
}
