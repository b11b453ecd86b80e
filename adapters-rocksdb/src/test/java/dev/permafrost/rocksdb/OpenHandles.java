package dev.permafrost.rocksdb;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counts what this process has opened below a directory since this was made, so that what one test
 * left open fails that test and no other.
 */
final class OpenHandles {

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final long nativeBefore = NativeHandles.live();

  /** Native objects, and descriptors of files below the directory where the system lists them. */
  long below(Path directory) {
    long count = NativeHandles.live() - nativeBefore;
    if (!Files.isDirectory(DESCRIPTORS)) {
      return count;
    }
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        count += isBelow(descriptor, directory.toRealPath()) ? 1 : 0;
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isBelow(Path descriptor, Path directory) {
    try {
      return Files.readSymbolicLink(descriptor).startsWith(directory);
    } catch (IOException e) {
      return false; // The descriptor of the listing itself, which is closed by now.
    }
  }
}
