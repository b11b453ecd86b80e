package dev.permafrost.benchmarks.spark;

import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.testkit.server.ServedProcess;
import dev.permafrost.testkit.spark.LocalCluster;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * As many packs for each executor, by one executor and by more, from a lake that is served at a
 * fixed rate for each of them; and once from one that is not held back, by as many executors as
 * there are cores. As many for each, because an executor's JVM still compiles in its second pack.
 */
final class SparkSides {

  private static final int CHUNKS_AN_EXECUTOR = 3;
  private static final int MOST_EXECUTORS = 4;

  /**
   * A chunk in 40 seconds. Upstream's download takes 16; then two executors would have to do with
   * less processor time a chunk than a slow core takes, and downloading would not be the limit.
   */
  private static final int PER_SECOND = 250;

  /** A chunk in 16 seconds, as upstream's. */
  private static final int QUICK_PER_SECOND = 625;

  /**
   * What was measured at once.
   *
   * @param paced at the rate, by one executor and by more
   * @param free at no rate
   * @param codecSeconds the CPU time of decoding and encoding a chunk's ledgers alone
   * @param serverSeconds the CPU time of the server, of all of it
   * @param chunkMegabytes what is downloaded of a chunk
   * @param perSecond how many objects of a chunk were answered a second
   */
  record Sides(
      List<SparkPack> paced,
      SparkPack free,
      double codecSeconds,
      double serverSeconds,
      double chunkMegabytes,
      int perSecond) {

    SparkPack alone() {
      return paced.get(0);
    }

    /** Those of more than one executor. */
    List<SparkPack> together() {
      return paced.subList(1, paced.size());
    }

    double scale(SparkPack many) {
      return alone().wallSecondsAChunk() / many.wallSecondsAChunk();
    }

    double growth(SparkPack many) {
      return many.cpuSecondsAChunk() / alone().cpuSecondsAChunk();
    }

    double codecShare() {
      return codecSeconds / free.cpuSecondsAChunk();
    }

    Round round(ToDoubleFunction<Sides> ratio) {
      Map<String, Double> figures = new HashMap<>();
      for (SparkPack each : paced) {
        put(figures, "of_" + each.executors() + "_", each);
      }
      put(figures, "free_of_" + free.executors() + "_", free);
      for (SparkPack many : together()) {
        figures.put("scale_" + many.executors(), scale(many));
        figures.put(
            "scale_with_first_" + many.executors(), alone().wallSeconds() / many.wallSeconds());
        figures.put("cpu_growth_" + many.executors(), growth(many));
        figures.put(
            "cpu_growth_with_first_" + many.executors(),
            many.cpuSeconds() / (many.executors() * alone().cpuSeconds()));
      }
      figures.put("codec_share", codecShare());
      figures.put("codec_share_with_first", codecSeconds * free.chunks() / free.cpuSeconds());
      figures.put("codec_cpu_s", codecSeconds);
      figures.put("nginx_cpu_s", serverSeconds);
      figures.put("chunk_mb", chunkMegabytes);
      figures.put("rate_mb_s", chunkMegabytes * perSecond / Setting.WHOLE_CHUNK);
      return new Round(ratio.applyAsDouble(this), figures);
    }

    private static void put(Map<String, Double> figures, String prefix, SparkPack pack) {
      figures.put(prefix + "s", pack.wallSeconds());
      figures.put(prefix + "chunk_s", pack.wallSecondsAChunk());
      figures.put(prefix + "chunk_cpu_s", pack.cpuSecondsAChunk());
      figures.put(prefix + "cpu_s", pack.cpuSeconds());
    }
  }

  private final Setting setting;
  private final Path jar;
  private final Path home;
  private final LakeOfChunks lake;
  private final Limits limits;
  private final boolean isWhole;
  private final int most;
  private final List<Sides> rounds = new ArrayList<>();

  private SparkSides(Setting setting) {
    this.setting = setting;
    this.jar = built("permafrost.spark.jar", "");
    this.home = built("permafrost.spark.home", "bin/spark-submit");
    this.isWhole = setting.ledgers() == Setting.WHOLE_CHUNK;
    Ledgers ledgers = isWhole ? Ledgers.PUBNET : Ledgers.TESTNET;
    this.most = Math.min(MOST_EXECUTORS, Math.max(2, setting.cores()));
    this.lake = LakeOfChunks.forge(setting, ledgers, CHUNKS_AN_EXECUTOR * most);
    this.limits = Limits.of(setting, ledgers);
  }

  private static Path built(String property, String needed) {
    Path there = Path.of(System.getProperty(property, ""));
    if (!Files.isRegularFile(needed.isEmpty() ? there : there.resolve(needed))) {
      throw new IllegalStateException("not built: '" + there + "'; bin/bench does that");
    }
    return there;
  }

  /** What the rows share. */
  static SparkSides shared(Setting setting) {
    return setting.shelf().get("spark sides", SparkSides.class, () -> new SparkSides(setting));
  }

  /** Measured by whoever asks for it first. */
  Sides round(int round) {
    while (rounds.size() <= round) {
      rounds.add(measure());
    }
    return rounds.get(round);
  }

  private Sides measure() {
    Path directory = setting.directory().resolve("spark");
    int perSecond = isWhole ? PER_SECOND : QUICK_PER_SECOND;
    try (LocalCluster cluster = LocalCluster.start(home, directory.resolve("cluster"), most);
        ServedProcess slow = lake.serve(directory.resolve("slow"), Optional.of(perSecond));
        ServedProcess fast = lake.serve(directory.resolve("fast"), Optional.empty())) {
      List<SparkPack> paced = new ArrayList<>();
      for (int executors = 1; executors <= most; executors *= 2) {
        paced.add(pack(cluster, slow, executors, directory));
      }
      SparkPack free = pack(cluster, fast, most, directory);
      double server = seconds(slow) + seconds(fast);
      return new Sides(paced, free, codecSeconds(), server, lake.chunkBytes() / 1e6, perSecond);
    } finally {
      Trees.delete(directory);
    }
  }

  private SparkPack pack(
      LocalCluster cluster, ServedProcess server, int executors, Path directory) {
    return SparkPack.run(
        cluster, jar, server.root(), CHUNKS_AN_EXECUTOR * executors, executors, directory);
  }

  /** Of the ledgers of a chunk, on all cores. */
  private double codecSeconds() {
    double before = processSeconds();
    limits.recodeSeconds(Setting.WHOLE_CHUNK, setting.cores());
    return processSeconds() - before;
  }

  private static double processSeconds() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / 1e9;
  }

  private static double seconds(ServedProcess server) {
    return server.cpuTime().map(Duration::toNanos).orElse(0L) / 1e9;
  }
}
