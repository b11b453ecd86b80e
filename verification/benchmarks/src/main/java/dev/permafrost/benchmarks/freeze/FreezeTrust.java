package dev.permafrost.benchmarks.freeze;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Freezing from hot data without decoding its frames, against copying the same frames into a file:
 * what the catalog, the index and the check of the chain cost where nothing else is left.
 */
public final class FreezeTrust {

  private static final FreezeSettings UNDECODED = new FreezeSettings(false, OptionalLong.empty());

  private FreezeTrust() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.PUBNET);
    return Contest.of(round -> round(round, chunk));
  }

  private static Round round(int round, HotChunk chunk) {
    Versus<Double, Double> seconds =
        Versus.run(
            round, () -> chunk.freezeSeconds(new ZstdFrameCodec(), UNDECODED), chunk::copySeconds);
    return new Round(
        seconds.other() / seconds.ours(),
        Map.of(
            "freeze_s", seconds.ours(),
            "freeze_mb_s", chunk.rawBytes() / 1e6 / seconds.ours(),
            "copy_s", seconds.other()));
  }
}
