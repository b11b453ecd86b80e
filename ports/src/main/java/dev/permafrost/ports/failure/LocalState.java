package dev.permafrost.ports.failure;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The {@link SystemState} of this machine. */
final class LocalState implements SystemState {

  /**
   * A volume with less than this is full: the rest may be reserved, or too small for the block that
   * was written.
   */
  private static final long LEAST_BYTES = 1L << 20;

  /** On small volumes the limit is this fraction, and never less than a block. */
  private static final long LEAST_PARTS = 64;

  private static final long BLOCK_BYTES = 4096;

  private static final Path ALWAYS_THERE = Path.of("/dev/null");
  private static final long PATIENCE_SECONDS = 2;

  private final Path path;

  LocalState(Path path) {
    this.path = path.toAbsolutePath();
  }

  static SystemState ofText(String path) {
    try {
      return new LocalState(Path.of(path));
    } catch (InvalidPathException e) {
      return UNKNOWN;
    }
  }

  /** The path itself if it exists, else the nearest existing directory above it. */
  private @Nullable Path nearest() {
    Path nearest = path;
    while (nearest != null && !Files.exists(nearest)) {
      nearest = nearest.getParent();
    }
    return nearest;
  }

  /** Uses access(2), which needs no descriptor, and the mount's read-only flag. */
  @Override
  public boolean refusesWrites() {
    Path nearest = nearest();
    return nearest != null && (!Files.isWritable(nearest) || isReadOnly(nearest));
  }

  private static boolean isReadOnly(Path nearest) {
    try {
      FileStore store = Files.getFileStore(nearest);
      return store.isReadOnly();
    } catch (IOException | SecurityException e) {
      return false;
    }
  }

  /** Uses statvfs(2), which needs no descriptor. Some file systems report no sizes. */
  @Override
  public boolean isFull() {
    Path nearest = nearest();
    if (nearest == null) {
      return false;
    }
    File file = nearest.toFile();
    long total = file.getTotalSpace();
    long least = Math.max(BLOCK_BYTES, Math.min(LEAST_BYTES, total / LEAST_PARTS));
    return total > 0 && file.getUsableSpace() < least;
  }

  /** The JDK does not report inodes, so this runs {@code stat} if the command exists. */
  @Override
  public OptionalLong filesLeft() {
    Path nearest = nearest();
    if (nearest == null) {
      return OptionalLong.empty();
    }
    try {
      Process stat =
          new ProcessBuilder("stat", "-f", "-c", "%c %d", "--", nearest.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        if (!stat.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          return OptionalLong.empty();
        }
        byte[] told = stat.getInputStream().readAllBytes();
        return filesLeft(new String(told, StandardCharsets.US_ASCII).strip().split(" ", -1));
      } finally {
        stat.destroyForcibly();
      }
    } catch (IOException e) {
      return OptionalLong
          .empty(); // The command does not exist, or there is no descriptor for its output.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    }
  }

  /** A file system without a fixed number of files reports a total of 0. */
  private static OptionalLong filesLeft(String[] totalAndFree) {
    try {
      return totalAndFree.length == 2 && Long.parseLong(totalAndFree[0]) > 0
          ? OptionalLong.of(Long.parseLong(totalAndFree[1]))
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Tries to open a file, since the limit may be the process's or the machine's. */
  @Override
  public boolean hasDescriptors() {
    if (!isThere(ALWAYS_THERE)) {
      return true;
    }
    try {
      Files.newInputStream(ALWAYS_THERE).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isThere(Path file) {
    try {
      return !Files.readAttributes(file, BasicFileAttributes.class).isDirectory();
    } catch (IOException e) {
      return false;
    }
  }

  /** Finds a link in the path whose target can be neither reached nor proven missing. */
  @Override
  public Optional<Path> linkInACircle() {
    Path reached = path.getRoot();
    for (Path name : path) {
      reached = reached == null ? name : reached.resolve(name);
      if (Files.isSymbolicLink(reached) && leadsNowhere(reached)) {
        return Optional.of(reached);
      }
    }
    return Optional.empty();
  }

  private static boolean leadsNowhere(Path link) {
    try {
      Files.readAttributes(link, BasicFileAttributes.class);
      return false;
    } catch (NoSuchFileException | AccessDeniedException e) {
      return false;
    } catch (IOException e) {
      return !isBelowAFile(link);
    }
  }

  private static boolean isBelowAFile(Path link) {
    Path above;
    try {
      above = link.resolveSibling(Files.readSymbolicLink(link)).normalize().getParent();
    } catch (IOException e) {
      return false;
    }
    while (above != null && !Files.exists(above, LinkOption.NOFOLLOW_LINKS)) {
      above = above.getParent();
    }
    return above != null && Files.isRegularFile(above);
  }
}
