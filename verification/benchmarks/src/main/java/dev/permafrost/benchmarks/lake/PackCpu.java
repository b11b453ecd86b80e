package dev.permafrost.benchmarks.lake;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import java.util.Map;

/**
 * The processor time of making a pack without a store, against that of freezing the same chunk out
 * of the same lake on loopback. The pass is the same; a landing's pack has its SHA-256 taken
 * besides, and no catalog around it. The server's time is not in it.
 */
public final class PackCpu {

  private PackCpu() {}

  /** Prepares what its rounds need; the caller closes it. */
  @SuppressWarnings("MustBeClosedChecker") // closed behind its contest
  public static Contest open(Setting setting) {
    LoopbackLake lake = LoopbackLake.start(setting, Ledgers.PUBNET);
    return Contest.versus(
            () -> LakePack.run(lake.warmed(), setting),
            () -> LakeFreeze.run(lake.warmed(), setting),
            PackCpu::round)
        .closing(lake::close);
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
