package dev.permafrost.benchmarks.lake;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The resident memory of a process that freezes a chunk from a lake in a heap of 256 MB, above that
 * of one that does nothing: 300 MB against the most that ledgers of any size take.
 */
public final class LakeMemory {

  private static final double ALLOWED_MEGABYTES = 300;
  private static final List<String> SMALL_HEAP = List.of("-Xmx256m");
  private static final String PEAK = "peak_resident_mb";

  private final Setting setting;
  private final Map<Ledgers, LoopbackLake> lakes = new EnumMap<>(Ledgers.class);

  @SuppressWarnings("MustBeClosedChecker") // closed behind its contest
  private LakeMemory(Setting setting) {
    this.setting = setting;
    try {
      for (Ledgers ledgers : Ledgers.values()) {
        lakes.put(ledgers, LoopbackLake.start(setting, ledgers));
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    LakeMemory memory = new LakeMemory(setting);
    return Contest.of(memory::round).closing(memory::close);
  }

  private Round round(int round) {
    double idle = LakeFreezeProcess.idle(SMALL_HEAP).of(PEAK);
    Map<String, Double> figures = new HashMap<>();
    figures.put("idle_mb", idle);
    double worst = 0;
    for (LoopbackLake lake : lakes.values()) {
      double above =
          LakeFreezeProcess.freezing(SMALL_HEAP, lake.address(), setting).of(PEAK) - idle;
      figures.put("of_" + Math.round(lake.averageKilobytes()) + "_kb_mb", above);
      worst = Math.max(worst, above);
    }
    return new Round(ALLOWED_MEGABYTES / worst, figures);
  }

  private void close() {
    lakes.values().forEach(LoopbackLake::close);
  }
}
