package dev.permafrost.testkit.disk;

import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * What fakes and suites do with whole paths of a {@link Vfs}, put together from its small steps.
 */
public final class VfsPaths {

  private VfsPaths() {}

  /** Makes a directory and what is missing above it; syncs nothing. */
  public static void makeDirectories(Vfs vfs, Path directory) throws IOException {
    if (vfs.stat(directory).type() == FileStat.Type.DIRECTORY) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      makeDirectories(vfs, parent);
    }
    vfs.makeDirectory(directory);
  }

  /** Removes a file, or a directory with all that is in it; syncs nothing. */
  public static void remove(Vfs vfs, Path path) throws IOException {
    if (vfs.stat(path).type() != FileStat.Type.DIRECTORY) {
      vfs.unlink(path);
      return;
    }
    for (String name : vfs.list(path)) {
      remove(vfs, path.resolve(name));
    }
    vfs.removeDirectory(path);
  }

  /** The bytes of a file. */
  public static byte[] read(Vfs vfs, Path path) throws IOException {
    try (VfsFile file = vfs.openRead(path)) {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.sizeBytes()));
      file.readAt(content, 0);
      return content.array();
    }
  }

  /** Makes a file that must not exist, and syncs it, but not its directory. */
  public static void writeNew(Vfs vfs, Path path, byte[] content) throws IOException {
    try (VfsFile file = vfs.create(path)) {
      file.writeAt(ByteBuffer.wrap(content), 0);
      file.sync();
    }
  }
}
