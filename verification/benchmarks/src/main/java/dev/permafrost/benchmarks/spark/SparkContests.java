package dev.permafrost.benchmarks.spark;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Setting;
import java.util.function.ToDoubleFunction;

/** Executors of Spark: three ratios of one measurement. */
public final class SparkContests {

  private SparkContests() {}

  /**
   * The time of one executor against N times that of N for the same packs, from a lake that is
   * served at a fixed rate for each executor, so that downloading is the limit; without the start
   * of the job and the first chunk of each executor, in which its JVM starts and compiles. N is 2,
   * and 4 where there are as many cores; the worse counts.
   */
  public static Contest scale(Setting setting) {
    return contest(
        setting, sides -> sides.together().stream().mapToDouble(sides::scale).min().orElseThrow());
  }

  /**
   * The CPU time a chunk of N executors against that of one, in the same jobs, without the first
   * chunk of each executor again.
   */
  public static Contest cpu(Setting setting) {
    return contest(
        setting, sides -> sides.together().stream().mapToDouble(sides::growth).max().orElseThrow());
  }

  /**
   * The CPU time of decoding and encoding a chunk's ledgers alone, against that of the executors a
   * chunk, as many as cores, four at most, from a lake that is not held back; again without the
   * first chunk of each.
   */
  public static Contest codec(Setting setting) {
    return contest(setting, SparkSides.Sides::codecShare);
  }

  private static Contest contest(Setting setting, ToDoubleFunction<SparkSides.Sides> ratio) {
    SparkSides sides = SparkSides.shared(setting);
    return Contest.of(round -> sides.round(round).round(ratio));
  }
}
