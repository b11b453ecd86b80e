package dev.permafrost.benchmarks.material;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process, its native threads included, caused to be written to disks so far. */
public final class DiskBytes {

  private static final Path COUNTERS = Path.of("/proc/self/io");
  private static final String WRITTEN = "write_bytes: ";

  private DiskBytes() {}

  /**
   * The bytes written so far, as Linux counts them: pages made dirty and direct writes, not what
   * the file system writes for itself. 0 where the system does not say.
   */
  public static long written() {
    if (!Files.isReadable(COUNTERS)) {
      return 0;
    }
    try {
      return Files.readAllLines(COUNTERS).stream()
          .filter(line -> line.startsWith(WRITTEN))
          .mapToLong(line -> Long.parseLong(line.substring(WRITTEN.length()).trim()))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
