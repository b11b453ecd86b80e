package dev.permafrost.testkit.disk;

import dev.permafrost.ports.vfs.Vfs;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * What lies below a root, as suites look at it and damage it behind an adapter's back. Paths are
 * relative to the root, their parts separated by slashes. Failures are {@link
 * java.io.UncheckedIOException}s. One thread.
 */
public interface DiskTree {

  /** The tree below a directory of the real disk. */
  static DiskTree on(Path root) {
    return new RealDiskTree(root);
  }

  /** The tree below a directory of another file system. */
  static DiskTree on(Vfs vfs, Path root) {
    return new VfsDiskTree(vfs, root);
  }

  /**
   * Everything below the root, which may be missing: two equal snapshots mean that no byte and no
   * name was changed between them.
   *
   * @return each path with "directory", or with the size and a checksum of the file
   */
  SortedMap<String, String> snapshot();

  /** Makes a directory and what is missing above it. */
  void makeDirectory(String path);

  /** The bytes of a file. */
  byte[] read(String path);

  /** Replaces the content of a file, or makes it. */
  void write(String path, byte[] content);

  /** Gives a file a second name, as a copy made of hard links does. */
  void link(String path, String newName);

  /** Removes a file, or a directory with all that is in it. */
  void remove(String path);

  /** Inverts all the bits of one byte of a file. */
  default void invert(String path, int offsetBytes) {
    byte[] content = read(path);
    content[offsetBytes] ^= (byte) 0xFF;
    write(path, content);
  }
}
