package dev.permafrost.benchmarks.heap;

import com.sun.management.ThreadMXBean;
import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * What freezing from hot allocates on the Java heap for each ledger, every frame verified and
 * copied, over all threads; against 1 KB.
 *
 * <p>A ledger of any size may cost a few small objects and no copy of itself: those are in direct
 * buffers that are used again.
 */
public final class HeapAlloc {

  private static final double KILOBYTE = 1024;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private HeapAlloc() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.PUBNET);
    // Classes that are loaded, and code that is compiled, would count once.
    allocatedBytes(chunk);
    return Contest.of(
        round -> {
          double each = (double) allocatedBytes(chunk) / chunk.length();
          return new Round(each / KILOBYTE, Map.of("allocated_b_per_ledger", each));
        });
  }

  private static long allocatedBytes(HotChunk chunk) {
    try (BenchStore store = chunk.open(new ZstdFrameCodec())) {
      store.thaw(HotChunk.CHUNK);
      Map<Long, Long> before = allocatedByThread();
      store.freeze(HotChunk.CHUNK);
      long allocated = 0;
      for (Map.Entry<Long, Long> thread : allocatedByThread().entrySet()) {
        allocated += thread.getValue() - before.getOrDefault(thread.getKey(), 0L);
      }
      return allocated;
    }
  }

  /** The store's threads live as long as it does, so that none is missed. */
  private static Map<Long, Long> allocatedByThread() {
    long[] ids = THREADS.getAllThreadIds();
    long[] bytes = THREADS.getThreadAllocatedBytes(ids);
    Map<Long, Long> allocated = new HashMap<>();
    for (int i = 0; i < ids.length; i++) {
      allocated.put(ids[i], bytes[i]);
    }
    return allocated;
  }
}
