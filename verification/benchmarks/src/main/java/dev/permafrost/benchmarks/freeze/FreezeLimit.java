package dev.permafrost.benchmarks.freeze;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.util.Map;

/**
 * Freezing from hot with every frame verified, against the limit: the longer of copying alone, and
 * of copying and decoding shared among the cores.
 */
public final class FreezeLimit {

  private FreezeLimit() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.PUBNET);
    Limits limits = Limits.of(setting, Ledgers.PUBNET);
    return Contest.of(round -> round(round, setting, chunk, limits));
  }

  private static Round round(int round, Setting setting, HotChunk chunk, Limits limits) {
    Versus<Double, Alone> seconds =
        Versus.run(
            round,
            () -> chunk.freezeSeconds(new ZstdFrameCodec()),
            () -> new Alone(chunk.copySeconds(), limits.decodeSeconds(setting.ledgers(), 1)));
    double limit = seconds.other().limit(setting.cores());
    return new Round(
        limit / seconds.ours(),
        Map.of(
            "freeze_s", seconds.ours(),
            "freeze_mb_s", chunk.rawBytes() / 1e6 / seconds.ours(),
            "copy_s", seconds.other().copying(),
            "decode_s", seconds.other().decoding(),
            "limit_s", limit));
  }

  /** The seconds of both parts, each alone. */
  private record Alone(double copying, double decoding) {

    double limit(int cores) {
      return Math.max(copying, (copying + decoding) / cores);
    }
  }
}
