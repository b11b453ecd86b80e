package dev.permafrost.fs;

import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Looks at files and makes them, past the adapters, on any file system. */
record StoreFixture(Vfs vfs) {

  boolean isDirectory(Path path) throws IOException {
    return vfs.stat(path).type() == FileStat.Type.DIRECTORY;
  }

  byte[] read(Path path) throws IOException {
    try (VfsFile file = vfs.openRead(path)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.sizeBytes());
      file.readAt(bytes, 0);
      return bytes.array();
    }
  }

  /** Writes a new file and makes what is missing above it. */
  void write(Path path, byte[] content) throws IOException {
    makeDirectories(path.getParent());
    try (VfsFile file = vfs.create(path)) {
      file.writeAt(ByteBuffer.wrap(content), 0);
    }
  }

  /** Removes a path with everything below it. */
  void removeTree(Path path) throws IOException {
    if (!isDirectory(path)) {
      vfs.unlink(path);
      return;
    }
    for (String name : vfs.list(path)) {
      removeTree(path.resolve(name));
    }
    vfs.removeDirectory(path);
  }

  void makeDirectories(@Nullable Path path) throws IOException {
    if (path != null && !isDirectory(path)) {
      makeDirectories(path.getParent());
      vfs.makeDirectory(path);
    }
  }
}
