package dev.permafrost.benchmarks.lake;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.FreshJvm.Figures;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Freezing the first chunk of a process from a lake on loopback, against decoding and encoding
 * alone: what the JVM loads, interprets and compiles meanwhile is in it. A container's job is such
 * a process. The JVM has the options with which {@code bin/permafrost} freezes a single chunk:
 * classes that were laid out before, and the first compiler only. What the plain options come to is
 * told as well. The server's share of the cores is taken off, as in {@link LakeRate}.
 */
public final class LakeFirst {

  private static final int FEW_LEDGERS = 200;
  private static final String CLASSES = "class-data.jsa";

  private final Setting setting;
  private final List<String> options;
  private final LoopbackLake lake;
  private final Limits limits;

  @SuppressWarnings("MustBeClosedChecker") // closed behind its contest
  private LakeFirst(Setting setting) {
    this.setting = setting;
    this.limits = Limits.of(setting, Ledgers.PUBNET);
    this.lake = LoopbackLake.start(setting, Ledgers.PUBNET);
    Path classes = setting.directory().resolve(CLASSES);
    LakeFreezeProcess.freezing(
        List.of("-XX:ArchiveClassesAtExit=" + classes, "-Xlog:cds*=off"),
        lake.address(),
        setting,
        FEW_LEDGERS);
    this.options =
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-XX:SharedArchiveFile=" + classes);
  }

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    LakeFirst first = new LakeFirst(setting);
    return Contest.versus(
            () -> first.freeze(first.options),
            () -> first.limits.recodeSeconds(setting.ledgers(), setting.cores()),
            first::round)
        .closing(first.lake::close);
  }

  private Round round(Frozen frozen, double codecSeconds) {
    Map<String, Double> figures = new TreeMap<>(frozen.figures().byName());
    figures.put("codec_s", codecSeconds);
    figures.put("nginx_cpu_s", frozen.serverSeconds());
    figures.put("plain_ratio", codecSeconds / freeze(List.of()).seconds(setting.cores()));
    return new Round(codecSeconds / frozen.seconds(setting.cores()), figures);
  }

  private Frozen freeze(List<String> options) {
    URI address = lake.warmed();
    double before = lake.serverSeconds();
    Figures figures = LakeFreezeProcess.freezing(options, address, setting);
    return new Frozen(figures, lake.serverSeconds() - before);
  }

  private record Frozen(Figures figures, double serverSeconds) {

    /** Without what the server took of the cores. */
    double seconds(int cores) {
      return figures.of("freeze_s") - serverSeconds / cores;
    }
  }
}
