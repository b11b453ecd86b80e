package dev.permafrost.testkit.disk;

import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tree below a directory of any file system. */
record VfsDiskTree(Vfs vfs, Path root) implements DiskTree {

  @Override
  public SortedMap<String, String> snapshot() {
    SortedMap<String, String> tree = new TreeMap<>();
    try {
      if (vfs.stat(root).type() == FileStat.Type.DIRECTORY) {
        collect(root, tree);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  private void collect(Path directory, SortedMap<String, String> tree) throws IOException {
    for (String name : vfs.list(directory)) {
      Path path = directory.resolve(name);
      boolean isDirectory = vfs.stat(path).type() == FileStat.Type.DIRECTORY;
      String relative = root.relativize(path).toString();
      tree.put(relative, isDirectory ? "directory" : Content.describe(read(relative)));
      if (isDirectory) {
        collect(path, tree);
      }
    }
  }

  @Override
  public void makeDirectory(String path) {
    try {
      VfsPaths.makeDirectories(vfs, root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] read(String path) {
    try {
      return VfsPaths.read(vfs, root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(String path, byte[] content) {
    Path file = root.resolve(path);
    try {
      if (vfs.stat(file).type() == FileStat.Type.FILE) {
        vfs.unlink(file);
      }
      try (VfsFile created = vfs.create(file)) {
        created.writeAt(ByteBuffer.wrap(content), 0);
        created.sync();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void link(String path, String newName) {
    try {
      vfs.link(root.resolve(path), root.resolve(newName));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void remove(String path) {
    try {
      VfsPaths.remove(vfs, root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
