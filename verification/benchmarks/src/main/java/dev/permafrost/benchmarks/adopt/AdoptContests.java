package dev.permafrost.benchmarks.adopt;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import java.util.Map;
import java.util.function.Function;

/** Adopting a pack, against decoding as many frames on all cores and the disk's part. */
public final class AdoptContests {

  private AdoptContests() {}

  /**
   * By copying it, against decoding and copying the file, one after the other: a pack is checked
   * whole before the first byte of it is written (docs/protocol.md, "Adoption"), so the two cannot
   * go on at the same time.
   */
  public static Contest copy(Setting setting) {
    return contest(
        setting, StrangePack::copySeconds, StrangePack::plainCopySeconds, AdoptContests::copied);
  }

  /**
   * By moving it. The pack is read as the disk holds it, past the page cache, while it is decoded:
   * where that alone takes longer, it is the limit.
   */
  public static Contest move(Setting setting) {
    return contest(
        setting, StrangePack::moveSeconds, StrangePack::plainReadSeconds, AdoptContests::moved);
  }

  private static Contest contest(
      Setting setting,
      Function<StrangePack, Double> adopt,
      Function<StrangePack, Double> disk,
      Judge judge) {
    StrangePack pack = StrangePack.shared(setting);
    Limits limits = Limits.of(setting, Ledgers.PUBNET);
    return Contest.versus(
        () -> adopt.apply(pack),
        () -> new Alone(limits.decodeSeconds(setting.ledgers(), setting.cores()), disk.apply(pack)),
        (seconds, alone) -> judge.round(seconds, alone, pack.rawMegabytes()));
  }

  /** What the seconds of a round come to. */
  private interface Judge {
    Round round(double adoptSeconds, Alone alone, double rawMegabytes);
  }

  /** The seconds of both parts, each alone: decoding on all cores, and the disk's. */
  record Alone(double decodeSeconds, double diskSeconds) {}

  static Round copied(double adoptSeconds, Alone alone, double rawMegabytes) {
    double limit = alone.decodeSeconds() + alone.diskSeconds();
    return round(adoptSeconds, limit, alone, "copy_s", rawMegabytes);
  }

  static Round moved(double adoptSeconds, Alone alone, double rawMegabytes) {
    double limit = Math.max(alone.decodeSeconds(), alone.diskSeconds());
    return round(adoptSeconds, limit, alone, "read_s", rawMegabytes);
  }

  private static Round round(
      double adoptSeconds, double limit, Alone alone, String disk, double rawMegabytes) {
    return new Round(
        limit / adoptSeconds,
        Map.of(
            "adopt_s",
            adoptSeconds,
            "adopt_mb_s",
            rawMegabytes / adoptSeconds,
            "decode_s",
            alone.decodeSeconds(),
            disk,
            alone.diskSeconds(),
            "limit_s",
            limit));
  }
}
