package dev.permafrost.benchmarks.lake;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.WarmMemory;
import java.util.Map;

/**
 * The processor time of making a pack without a store, against that of freezing the same chunk out
 * of the same lake on loopback. The pass is the same; a landing's pack has its SHA-256 taken
 * besides, and no catalog around it. The server's time is not in it.
 */
public final class PackCpu {

  private PackCpu() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    return new Rounds(setting);
  }

  private static final class Rounds implements Contest {

    private final Setting setting;
    private final LoopbackLake lake;

    @SuppressWarnings("MustBeClosedChecker") // closed with this
    Rounds(Setting setting) {
      this.setting = setting;
      this.lake = LoopbackLake.start(setting, Ledgers.PUBNET);
    }

    @Override
    public Round round(int round) {
      Versus<LakeFreeze, LakeFreeze> both = Versus.run(round, this::pack, this::freeze);
      return PackCpu.round(both.ours(), both.other());
    }

    private LakeFreeze pack() {
      WarmMemory.prepare(setting.directory(), lake.objectBytes());
      return LakePack.run(lake.address(), setting.ledgers(), setting.cores(), setting.directory());
    }

    private LakeFreeze freeze() {
      WarmMemory.prepare(setting.directory(), lake.objectBytes());
      return LakeFreeze.run(
          lake.address(), setting.ledgers(), setting.cores(), setting.directory());
    }

    @Override
    public void close() {
      lake.close();
    }
  }

  static Round round(LakeFreeze pack, LakeFreeze freeze) {
    return new Round(
        pack.cpuSeconds() / freeze.cpuSeconds(),
        Map.of(
            "pack_cpu_s", pack.cpuSeconds(),
            "pack_s", pack.wallSeconds(),
            "freeze_cpu_s", freeze.cpuSeconds(),
            "freeze_s", freeze.wallSeconds()));
  }
}
