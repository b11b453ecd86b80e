package dev.permafrost.prove.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory that this process holds, for one whose heap is touched wholly when it starts: what is
 * resident outside of the heap, and what is alive in the heap. One thread.
 */
final class Memory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
  private static final long KIB = 1024;

  private long aliveInHeap;

  /**
   * Measures it.
   *
   * @param collects whether the heap is collected first; else what was alive then counts
   * @return bytes; 0 where the system does not tell
   */
  long inUse(boolean collects) {
    if (!Files.exists(STATUS)) {
      return 0;
    }
    if (collects) {
      System.gc();
      aliveInHeap = heap().getUsed();
    }
    return resident() - heap().getCommitted() + aliveInHeap;
  }

  private static MemoryUsage heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
  }

  private static long resident() {
    try {
      Matcher line = RESIDENT.matcher(Files.readString(STATUS, StandardCharsets.US_ASCII));
      return line.find() ? Long.parseLong(line.group(1)) * KIB : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
