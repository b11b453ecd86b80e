package dev.permafrost.benchmarks.heap;

import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.FreshJvm;
import dev.permafrost.benchmarks.material.Stopwatch;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.nio.file.Path;

/** A process that freezes a chunk and says how much memory it took; it fails if the freeze does. */
public final class FreezeInSmallHeap {

  private FreezeInSmallHeap() {}

  /** Freezes the first chunk of a store: its directory, the length of its chunks, the cores. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    int length = Integer.parseInt(arguments[1]);
    int cores = Integer.parseInt(arguments[2]);
    try (BenchStore store = BenchStore.open(directory, length, cores)) {
      store.thaw(HotChunk.CHUNK);
      FreshJvm.print("freeze_s", Stopwatch.seconds(() -> store.freeze(HotChunk.CHUNK)));
    }
    FreshJvm.print("peak_heap_mb", peakHeapBytes() / 1e6);
    FreshJvm.print("direct_mb", directBytes() / 1e6);
    FreshJvm.print("peak_resident_mb", FreshJvm.peakResidentMegabytes());
  }

  private static long peakHeapBytes() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }

  /** Direct buffers are pooled and never shrink before the end, so what is there is the peak. */
  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
