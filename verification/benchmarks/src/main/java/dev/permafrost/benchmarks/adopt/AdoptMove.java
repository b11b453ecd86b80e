package dev.permafrost.benchmarks.adopt;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import java.util.Map;

/**
 * Adopting a pack by moving it, against decoding as many frames on all cores. The pack is read as
 * the disk holds it, past the page cache, while it is decoded: where that alone takes longer, it is
 * the limit.
 */
public final class AdoptMove {

  private AdoptMove() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    StrangePack pack = StrangePack.of(setting, HotChunk.shared(setting, Ledgers.PUBNET));
    Limits limits = Limits.of(setting, Ledgers.PUBNET);
    return Contest.of(
        round -> {
          Versus<Double, Alone> seconds =
              Versus.run(
                  round,
                  pack::moveSeconds,
                  () ->
                      new Alone(
                          limits.decodeSeconds(setting.ledgers(), setting.cores()),
                          pack.plainReadSeconds()));
          return round(seconds.ours(), seconds.other(), pack.rawMegabytes());
        });
  }

  static Round round(double adoptSeconds, Alone alone, double rawMegabytes) {
    return new Round(
        alone.limitSeconds() / adoptSeconds,
        Map.of(
            "adopt_s", adoptSeconds,
            "adopt_mb_s", rawMegabytes / adoptSeconds,
            "decode_s", alone.decodeSeconds(),
            "read_s", alone.readSeconds(),
            "limit_s", alone.limitSeconds()));
  }

  /** The seconds of both parts, each alone: decoding on all cores, and reading past the cache. */
  record Alone(double decodeSeconds, double readSeconds) {

    double limitSeconds() {
      return Math.max(decodeSeconds, readSeconds);
    }
  }
}
