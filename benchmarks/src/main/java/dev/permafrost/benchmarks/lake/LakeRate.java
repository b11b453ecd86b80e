package dev.permafrost.benchmarks.lake;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Row;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.benchmarks.material.Sample;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.util.Map;

/**
 * Freezing from a lake on loopback, against decoding and encoding alone on the same cores. The
 * server works on these cores too: the time it took, shared among them, is taken off the freeze's.
 */
public final class LakeRate implements Row {

  @Override
  public String name() {
    return "lake-rate";
  }

  @Override
  public double must() {
    return 0.85;
  }

  @Override
  public Contest open(Setting setting) {
    return new Rounds(setting);
  }

  private static final class Rounds implements Contest {

    private final Setting setting;
    private final LoopbackLake lake;
    private final Limits limits;

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    Rounds(Setting setting) {
      this.setting = setting;
      this.limits =
          new Limits(
              new ZstdFrameCodec(),
              Sample.of(Ledgers.PUBNET.forge(setting.templates()), new ZstdFrameCodec()));
      this.lake = LoopbackLake.start(setting, Ledgers.PUBNET);
    }

    @Override
    public Round round(int round) {
      double codecBefore = LakeFreeze.processSeconds();
      double codec = round % 2 == 0 ? recodeSeconds() : 0;
      double codecCpu = LakeFreeze.processSeconds() - codecBefore;
      double serverBefore = lake.serverSeconds();
      LakeFreeze freeze =
          LakeFreeze.run(lake.address(), setting.ledgers(), setting.cores(), setting.directory());
      double server = lake.serverSeconds() - serverBefore;
      if (round % 2 != 0) {
        codecBefore = LakeFreeze.processSeconds();
        codec = recodeSeconds();
        codecCpu = LakeFreeze.processSeconds() - codecBefore;
      }
      double withoutServer = freeze.wallSeconds() - server / setting.cores();
      double millisALedger = 1e3 / setting.ledgers();
      return new Round(
          codec / withoutServer,
          Map.of(
              "codec_s",
              codec,
              "freeze_s",
              freeze.wallSeconds(),
              "nginx_cpu_s",
              server,
              "ledger_codec_cpu_ms",
              codecCpu * millisALedger,
              "ledger_freeze_cpu_ms",
              freeze.cpuSeconds() * millisALedger,
              "ledger_nginx_cpu_ms",
              server * millisALedger));
    }

    private double recodeSeconds() {
      return limits.recodeSeconds(setting.ledgers(), setting.cores());
    }

    @Override
    public void close() {
      lake.close();
    }
  }
}
