package dev.permafrost.benchmarks.growth;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.util.Map;

/**
 * What freezing a megabyte from hot costs in a chunk of 10,000 ledgers, against one of 1,000, each
 * without what every freeze costs however small: the cost of freezing a chunk of a single ledger,
 * which is shown.
 *
 * <p>The short chunk is frozen ten times, so that both sides freeze as many bytes. Whatever grows
 * faster than the number of ledgers (an index searched from its beginning, memory that is collected
 * ever more often, a cache that is too small) shows here.
 */
public final class GrowthLedgers {

  private static final int SHORT = 1_000;
  private static final int TIMES = Setting.WHOLE_CHUNK / SHORT;

  private GrowthLedgers() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    HotChunk whole = settled(setting, Setting.WHOLE_CHUNK);
    HotChunk brief = settled(setting, SHORT);
    HotChunk single = settled(setting, 1);
    return Contest.of(round -> round(round, whole, brief, single));
  }

  private static HotChunk settled(Setting setting, int length) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.PUBNET, length);
    chunk.settle();
    return chunk;
  }

  private static Round round(int round, HotChunk whole, HotChunk brief, HotChunk single) {
    double fixed = freezes(single, TIMES) / TIMES;
    Versus<Double, Double> seconds =
        Versus.run(round, () -> freezes(whole, 1), () -> freezes(brief, TIMES));
    double wholePerMegabyte = (seconds.ours() - fixed) / (whole.rawBytes() / 1e6);
    double briefPerMegabyte =
        (seconds.other() - TIMES * fixed) / (TIMES * (brief.rawBytes() / 1e6));
    return new Round(
        wholePerMegabyte / briefPerMegabyte,
        Map.of(
            "fixed_ms", fixed * 1e3,
            "whole_us_per_mb", wholePerMegabyte * 1e6,
            "brief_us_per_mb", briefPerMegabyte * 1e6));
  }

  private static double freezes(HotChunk chunk, int times) {
    double seconds = 0;
    for (int i = 0; i < times; i++) {
      seconds += chunk.freezeSeconds(new ZstdFrameCodec());
    }
    return seconds;
  }
}
