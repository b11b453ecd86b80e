package dev.permafrost.benchmarks.material;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Gives both sides of a measurement the same memory to write files into.
 *
 * <p>A virtual machine may hand memory that it does not use back to its host, a second or two after
 * it was freed, and then has to get it again page by page: written into the page cache, the same
 * 730 MB took 0.13 s of a processor right after others had been freed, and 0.43 to 1.2 s later. So
 * what is written shortly after much was deleted looks several times faster than what is not. A
 * file that is as large as what is about to be written, written and deleted before it can reach the
 * disk, leaves memory behind that is there.
 */
public final class WarmMemory {

  private static final int STEP_BYTES = 1 << 20;

  private WarmMemory() {}

  /**
   * Leaves so much memory behind that can be written to at once.
   *
   * @param directory where the file is for a moment
   */
  public static void prepare(Path directory, long bytes) {
    Path file = directory.resolve("warm-memory");
    ByteBuffer zeros = ByteBuffer.allocateDirect(STEP_BYTES);
    try {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        for (long written = 0; written < bytes; written += STEP_BYTES) {
          channel.write(zeros.clear());
        }
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
