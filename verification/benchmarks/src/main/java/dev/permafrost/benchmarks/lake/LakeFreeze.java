package dev.permafrost.benchmarks.lake;

import com.sun.management.OperatingSystemMXBean;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What it took to freeze one chunk out of a lake, into a store that is made for it and removed
 * again.
 *
 * @param wallSeconds how long it took
 * @param cpuSeconds the CPU time that this process took meanwhile
 */
record LakeFreeze(double wallSeconds, double cpuSeconds) {

  private static final ChunkId CHUNK = new ChunkId(0);

  /** Freezes the chunk of a lake. */
  static LakeFreeze run(URI lake, Setting setting) {
    return run(lake, setting.ledgers(), setting.cores(), setting.directory());
  }

  /** Freezes a chunk of so many ledgers, on so many cores, below a directory. */
  static LakeFreeze run(URI lake, int ledgers, int cores, Path directory) {
    Path place = directory.resolve("frozen-from-lake");
    try (DataLake opened = DataLakes.open(LakeOptions.of(lake).build(), new SystemTime());
        BenchStore store =
            BenchStore.open(place, ledgers, cores, new ZstdFrameCodec(), Optional.of(opened))) {
      double cpuBefore = processSeconds();
      double wall = Stopwatch.seconds(() -> store.freeze(CHUNK));
      return new LakeFreeze(wall, processSeconds() - cpuBefore);
    } finally {
      Trees.delete(place);
    }
  }

  /** The CPU seconds of this process so far. */
  static double processSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }
}
