package dev.permafrost.benchmarks.lake;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import java.net.URI;
import java.util.Map;

/**
 * Freezing from a lake on loopback, against decoding and encoding alone on the same cores. The
 * server works on these cores too: the time it took, shared among them, is taken off the freeze's.
 * On a machine that does other work besides, the ratio of the CPU times says more: it is told, too.
 */
public final class LakeRate {

  private final Setting setting;
  private final LoopbackLake lake;
  private final Limits limits;

  @SuppressWarnings("MustBeClosedChecker") // closed behind its contest
  private LakeRate(Setting setting) {
    this.setting = setting;
    this.limits = Limits.of(setting, Ledgers.PUBNET);
    this.lake = LoopbackLake.start(setting, Ledgers.PUBNET);
  }

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    LakeRate rate = new LakeRate(setting);
    return Contest.versus(rate::freeze, rate::recode, rate::round).closing(rate.lake::close);
  }

  private Round round(Frozen frozen, LakeFreeze codec) {
    LakeFreeze freeze = frozen.freeze();
    double server = frozen.serverSeconds();
    double withoutServer = freeze.wallSeconds() - server / setting.cores();
    double millisALedger = 1e3 / setting.ledgers();
    return new Round(
        codec.wallSeconds() / withoutServer,
        Map.of(
            "codec_s",
            codec.wallSeconds(),
            "cpu_ratio",
            codec.cpuSeconds() / freeze.cpuSeconds(),
            "freeze_s",
            freeze.wallSeconds(),
            "nginx_cpu_s",
            server,
            "ledger_codec_cpu_ms",
            codec.cpuSeconds() * millisALedger,
            "ledger_freeze_cpu_ms",
            freeze.cpuSeconds() * millisALedger,
            "ledger_nginx_cpu_ms",
            server * millisALedger));
  }

  private Frozen freeze() {
    URI address = lake.warmed();
    double before = lake.serverSeconds();
    LakeFreeze freeze = LakeFreeze.run(address, setting);
    return new Frozen(freeze, lake.serverSeconds() - before);
  }

  /** The codec alone, timed as a freeze is. */
  private LakeFreeze recode() {
    double before = LakeFreeze.processSeconds();
    double wall = limits.recodeSeconds(setting.ledgers(), setting.cores());
    return new LakeFreeze(wall, LakeFreeze.processSeconds() - before);
  }

  private record Frozen(LakeFreeze freeze, double serverSeconds) {}
}
