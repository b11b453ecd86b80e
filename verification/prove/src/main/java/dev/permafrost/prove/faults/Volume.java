package dev.permafrost.prove.faults;

import dev.permafrost.testkit.server.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A file system of its own in memory, which can be made small, large and read-only. */
public final class Volume implements AutoCloseable {

  private static final String LARGE = "size=256m,nr_inodes=100000";

  private final Path path;

  private Volume(Path path) {
    this.path = path;
  }

  /**
   * Mounts one on a new directory.
   *
   * @param bounds its size and its number of files, as the options of a mount have it
   * @return empty where mounting is not permitted
   */
  @SuppressWarnings("MustBeClosedChecker") // the caller closes it
  public static Optional<Volume> mount(Path path, String bounds) {
    try {
      Files.createDirectory(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Programs.succeeds("mount", "-t", "tmpfs", "-o", bounds, "tmpfs", path.toString())
        ? Optional.of(new Volume(path))
        : Optional.empty();
  }

  /** Mounts one with room for everything. */
  static Optional<Volume> mount(Path path) {
    return mount(path, LARGE);
  }

  /** Gives it room for everything. */
  public void enlarge() {
    Programs.run("mount", "-o", "remount," + LARGE, path.toString());
  }

  /** Nothing on it can be changed from now on. */
  void makeReadOnly() {
    Programs.run("mount", "-o", "remount,ro", path.toString());
  }

  /** It can be changed again. */
  void makeWritable() {
    Programs.run("mount", "-o", "remount,rw", path.toString());
  }

  /** Unmounts it; what is open on it would keep it. */
  @Override
  public void close() {
    Programs.run("umount", path.toString());
  }
}
