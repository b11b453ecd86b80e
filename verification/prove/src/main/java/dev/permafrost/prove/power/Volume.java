package dev.permafrost.prove.power;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system in a file, mounted through a loop device, whose power can be cut. The device is
 * bound only as long as the file system is mounted. One thread.
 */
final class Volume implements AutoCloseable {

  /** XFS needs 300 MiB; what is not written takes no room. */
  private static final long SIZE_BYTES = 1536L << 20;

  private final Path image;
  private final Path top;
  private final FileSystem kind;
  private boolean mounted;

  private Volume(Path image, Path top, FileSystem kind) {
    this.image = image;
    this.top = top;
    this.kind = kind;
  }

  /**
   * Makes one and mounts it.
   *
   * @param name of the file and of the mount point, which are made
   */
  @MustBeClosed
  static Volume make(Path directory, String name, FileSystem kind) {
    Path image = directory.resolve(name + ".img");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(SIZE_BYTES);
      kind.formatIn(image);
      Volume volume = new Volume(image, Files.createDirectories(directory.resolve(name)), kind);
      volume.mount();
      return volume;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The top of the mounted file system. */
  Path top() {
    return top;
  }

  private void mount() {
    Tool.run(List.of("mount", "-t", kind.word(), "-o", "loop", image.toString(), top.toString()));
    mounted = true;
  }

  /** Mounts it again after its power was cut: its journal is replayed. */
  void powerOn() {
    unmount();
    mount();
  }

  private void unmount() {
    if (mounted) {
      Tool.run(List.of("umount", top.toString()));
      mounted = false;
    }
  }

  /** Gets ready to cut the power, so that the cut itself takes no time. */
  @MustBeClosed
  Cutter cutter() {
    return new Cutter(top);
  }

  @Override
  public void close() {
    unmount();
    try {
      Files.deleteIfExists(image);
      Files.deleteIfExists(top);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A program that waits for the word to shut a file system down. One thread. */
  static final class Cutter implements AutoCloseable {

    /** Without its log being flushed: what is not durable by then is dropped. */
    private static final byte[] WORD = "shutdown\nquit\n".getBytes(StandardCharsets.US_ASCII);

    private final Process process;

    private Cutter(Path top) {
      try {
        process =
            new ProcessBuilder("xfs_io", "-x", top.toString()).redirectErrorStream(true).start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Cuts the power. When this returns, nothing that is written becomes durable any more. */
    void cut() {
      try {
        process.getOutputStream().write(WORD);
        process.getOutputStream().flush();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0 || !said.isBlank()) {
          throw new IllegalStateException("the file system cannot be shut down: " + said.strip());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
