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
 * Freezing from hot with every frame verified, against the same with every frame decoded and
 * encoded again, which itself must not be slow: it is compared with the codec on all cores, while
 * as many bytes are written and synced.
 */
public final class FreezeReencode {

  private static final double LEAST_OF_LIMIT = 0.85;

  private FreezeReencode() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.PUBNET);
    Limits limits = Limits.of(setting, Ledgers.PUBNET);
    return Contest.of(round -> round(round, setting, chunk, limits));
  }

  private static Round round(int round, Setting setting, HotChunk chunk, Limits limits) {
    Versus<Double, Double> seconds =
        Versus.run(
            round,
            () -> chunk.freezeSeconds(new ZstdFrameCodec()),
            () -> chunk.freezeSeconds(new OtherCodec()));
    double alone =
        limits.recodeAndWriteSeconds(
            setting.ledgers(), setting.cores(), setting.directory(), chunk.frameBytes());
    // A naive side that is slower than it has to be would make the other one look fast.
    double fairRecoding = Math.min(seconds.other(), alone / LEAST_OF_LIMIT);
    return new Round(
        fairRecoding / seconds.ours(),
        Map.of(
            "freeze_s",
            seconds.ours(),
            "freeze_mb_s",
            chunk.rawBytes() / 1e6 / seconds.ours(),
            "recode_s",
            seconds.other(),
            "codec_and_write_s",
            alone));
  }
}
