package dev.permafrost.testkit.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tree below a directory of the real disk. */
record RealDiskTree(Path root) implements DiskTree {

  @Override
  public SortedMap<String, String> snapshot() {
    SortedMap<String, String> tree = new TreeMap<>();
    if (Files.notExists(root)) {
      return tree;
    }
    for (Path path : walk(root)) {
      if (!path.equals(root)) {
        String name = root.relativize(path).toString();
        tree.put(
            name,
            Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                ? "directory"
                : Content.describe(read(name)));
      }
    }
    return tree;
  }

  @Override
  public void makeDirectory(String path) {
    try {
      Files.createDirectories(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] read(String path) {
    try {
      return Files.readAllBytes(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void write(String path, byte[] content) {
    try {
      Files.write(root.resolve(path), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void link(String path, String newName) {
    try {
      Files.createLink(root.resolve(newName), root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void remove(String path) {
    try {
      List<Path> all = walk(root.resolve(path));
      for (Path each : all.stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> walk(Path from) {
    try (Stream<Path> paths = Files.walk(from)) {
      return paths.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
