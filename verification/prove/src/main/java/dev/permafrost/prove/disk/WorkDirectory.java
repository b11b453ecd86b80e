package dev.permafrost.prove.disk;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory of a part's own in the temporary directory, and what is done to trees in it. It is
 * gone when this is closed. One thread.
 */
public final class WorkDirectory implements AutoCloseable {

  private final Path path;

  private WorkDirectory(Path path) {
    this.path = path;
  }

  /** Makes one whose name begins with a part's name. */
  @MustBeClosed
  public static WorkDirectory make(String part) {
    try {
      return new WorkDirectory(Files.createTempDirectory("permafrost-" + part + "-").toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is, without symbolic links. */
  public Path path() {
    return path;
  }

  /** Copies a tree to a place where nothing is; what is a link stays one. */
  public static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      for (Path each : walk(from)) {
        Files.copy(each, to.resolve(from.relativize(each).toString()), LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a tree, if it is there. */
  public static void remove(Path tree) {
    try {
      for (Path each : walk(tree).stream().sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (NoSuchFileException e) {
      // It is gone already.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What lies in a directory, in order; nothing if it is not there. */
  public static List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The files below this directory that this process has open, where the system tells: native ones
   * are among them.
   */
  public List<String> openFiles() {
    return Descriptors.openBelow(path);
  }

  /** A tree: itself, and everything below it. */
  public static List<Path> walk(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      return paths.toList();
    }
  }

  @Override
  public void close() {
    remove(path);
  }
}
