package dev.permafrost.benchmarks.heap;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.FreshJvm;
import dev.permafrost.benchmarks.material.Ledgers;
import java.util.List;
import java.util.Map;

/**
 * Freezing from hot in a JVM with {@code -Xmx128m}, which bounds direct buffers too, and the
 * largest ledgers there are: 1 where it completes, 0 where it does not.
 *
 * <p>How much memory a freeze takes must not depend on how large a chunk is.
 */
public final class HeapSmall {

  private HeapSmall() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.CORE25);
    return Contest.of(round -> round(setting, chunk));
  }

  private static Round round(Setting setting, HotChunk chunk) {
    List<String> arguments =
        List.of(
            chunk.directory().toString(),
            Integer.toString(chunk.length()),
            Integer.toString(setting.cores()));
    try {
      return new Round(
          1, FreshJvm.run(List.of("-Xmx128m"), FreezeInSmallHeap.class, arguments).byName());
    } catch (IllegalStateException e) {
      // It said why on standard error.
      return new Round(0, Map.of());
    }
  }
}
