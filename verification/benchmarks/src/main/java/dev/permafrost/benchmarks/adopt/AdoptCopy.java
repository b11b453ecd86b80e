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
 * Adopting a pack by copying it, against decoding as many frames on all cores and copying the file,
 * one after the other: a pack is checked whole before the first byte of it is written
 * (docs/protocol.md, "Adoption"), so the two cannot go on at the same time.
 */
public final class AdoptCopy {

  private AdoptCopy() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    StrangePack pack = StrangePack.of(setting, HotChunk.shared(setting, Ledgers.PUBNET));
    Limits limits = Limits.of(setting, Ledgers.PUBNET);
    return Contest.of(
        round -> {
          Versus<Double, Alone> seconds =
              Versus.run(
                  round,
                  pack::copySeconds,
                  () ->
                      new Alone(
                          limits.decodeSeconds(setting.ledgers(), setting.cores()),
                          pack.plainCopySeconds()));
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
            "copy_s", alone.copySeconds(),
            "limit_s", alone.limitSeconds()));
  }

  /** The seconds of both parts, each alone: decoding on all cores, and copying with a sync. */
  record Alone(double decodeSeconds, double copySeconds) {

    double limitSeconds() {
      return decodeSeconds + copySeconds;
    }
  }
}
