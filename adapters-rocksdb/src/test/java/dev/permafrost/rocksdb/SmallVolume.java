package dev.permafrost.rocksdb;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.permafrost.testkit.server.Programs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A volume of its own in memory, where mounting one is allowed. */
final class SmallVolume implements AutoCloseable {

  private final Path path;

  private SmallVolume(Path path) {
    this.path = path;
  }

  /** Mounts one, or skips the test. */
  static SmallVolume mount(Path parent, int megabytes) throws IOException {
    Path path = Files.createDirectory(parent.resolve("volume"));
    assumeTrue(
        Programs.succeeds(
            "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", path.toString()),
        "mounting a small volume is not allowed here");
    return new SmallVolume(path);
  }

  Path path() {
    return path;
  }

  /** Writes a file that takes all the space that is left. */
  void fill() {
    try (OutputStream filler = Files.newOutputStream(path.resolve("filler"))) {
      for (int page = 0; page < 1 << 20; page++) {
        filler.write(new byte[4096]);
      }
    } catch (IOException e) {
      return; // It is full.
    }
    throw new IllegalStateException("a small volume is not small: " + path);
  }

  void makeReadOnly() {
    assumeTrue(
        Programs.succeeds("mount", "-o", "remount,ro", path.toString()),
        "remounting is not allowed here");
  }

  @Override
  public void close() {
    if (!Programs.succeeds("umount", path.toString())) {
      throw new IllegalStateException("a volume stays mounted: " + path);
    }
  }
}
