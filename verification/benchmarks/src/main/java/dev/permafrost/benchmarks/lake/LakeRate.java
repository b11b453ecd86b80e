package dev.permafrost.benchmarks.lake;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.benchmarks.material.WarmMemory;
import java.util.Map;

/**
 * Freezing from a lake on loopback, against decoding and encoding alone on the same cores. The
 * server works on these cores too: the time it took, shared among them, is taken off the freeze's.
 * On a machine that does other work besides, the ratio of the CPU times says more: it is told, too.
 */
public final class LakeRate {

  private LakeRate() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    return new Rounds(setting);
  }

  private static final class Rounds implements Contest {

    private final Setting setting;
    private final LoopbackLake lake;
    private final Limits limits;

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    Rounds(Setting setting) {
      this.setting = setting;
      this.limits = Limits.of(setting, Ledgers.PUBNET);
      this.lake = LoopbackLake.start(setting, Ledgers.PUBNET);
    }

    @Override
    public Round round(int round) {
      Versus<Frozen, LakeFreeze> both = Versus.run(round, this::freeze, this::recode);
      LakeFreeze freeze = both.ours().freeze();
      double server = both.ours().serverSeconds();
      double codec = both.other().wallSeconds();
      double withoutServer = freeze.wallSeconds() - server / setting.cores();
      double millisALedger = 1e3 / setting.ledgers();
      return new Round(
          codec / withoutServer,
          Map.of(
              "codec_s",
              codec,
              "cpu_ratio",
              both.other().cpuSeconds() / freeze.cpuSeconds(),
              "freeze_s",
              freeze.wallSeconds(),
              "nginx_cpu_s",
              server,
              "ledger_codec_cpu_ms",
              both.other().cpuSeconds() * millisALedger,
              "ledger_freeze_cpu_ms",
              freeze.cpuSeconds() * millisALedger,
              "ledger_nginx_cpu_ms",
              server * millisALedger));
    }

    private Frozen freeze() {
      WarmMemory.prepare(setting.directory(), lake.objectBytes());
      double before = lake.serverSeconds();
      LakeFreeze freeze =
          LakeFreeze.run(lake.address(), setting.ledgers(), setting.cores(), setting.directory());
      return new Frozen(freeze, lake.serverSeconds() - before);
    }

    /** The codec alone, timed as a freeze is. */
    private LakeFreeze recode() {
      double before = LakeFreeze.processSeconds();
      double wall = limits.recodeSeconds(setting.ledgers(), setting.cores());
      return new LakeFreeze(wall, LakeFreeze.processSeconds() - before);
    }

    private record Frozen(LakeFreeze freeze, double serverSeconds) {}

    @Override
    public void close() {
      lake.close();
    }
  }
}
