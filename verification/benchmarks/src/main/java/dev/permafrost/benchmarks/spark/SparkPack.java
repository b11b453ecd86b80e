package dev.permafrost.benchmarks.spark;

import dev.permafrost.benchmarks.Trees;
import dev.permafrost.testkit.spark.LocalCluster;
import dev.permafrost.testkit.spark.SparkRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * What it took to make the packs of a lake on some executors, in a landing that is removed again.
 *
 * @param executors how many, of a core each
 * @param chunks how many packs were made
 * @param wallSeconds from the start of spark-submit to its end
 * @param lastWallSeconds from its start until all packs had landed
 * @param cpuSeconds the CPU time of the executors from their start to their end
 * @param firstWallSeconds from its start until an executor had its first pack, the mean of all:
 *     they end at about the same time, and some are in their second when the last one ends its
 *     first
 * @param firstCpuSeconds the CPU time of the executors until then, the mean again: in it the JVM
 *     compiles what an executor of hours has compiled long ago
 */
record SparkPack(
    int executors,
    int chunks,
    double wallSeconds,
    double lastWallSeconds,
    double cpuSeconds,
    double firstWallSeconds,
    double firstCpuSeconds) {

  private static final Duration PAUSE = Duration.ofMillis(20);

  /**
   * Makes them.
   *
   * @param jar the jobs
   * @param directory where the landing is for a while, and the job's output
   */
  static SparkPack run(
      LocalCluster cluster, Path jar, URI lake, int chunks, int executors, Path directory) {
    Path landing = directory.resolve("landed-by-spark");
    try {
      Files.createDirectories(landing);
      double before = cluster.secondsOfGoneExecutors();
      long begunNanos = System.nanoTime();
      double firstWall = 0;
      double firstCpu = 0;
      double lastWall = 0;
      int landed = 0;
      double wall;
      try (SparkRun run =
          cluster.submit(
              jar,
              "-XX:ActiveProcessorCount=1",
              List.of("--conf", "spark.cores.max=" + executors),
              line(lake, landing, chunks),
              directory)) {
        while (run.isRunning()) {
          for (long now = published(landing); landed < now; landed++) {
            lastWall = secondsSince(begunNanos);
            if (landed < executors) {
              firstWall += lastWall / executors;
              firstCpu += cluster.secondsOfExecutors() / executors;
            }
          }
          LockSupport.parkNanos(PAUSE.toNanos());
        }
        wall = secondsSince(begunNanos);
        if (run.exitCode() != 0 || published(landing) != chunks) {
          throw new IllegalStateException("not all packs were made: " + run.err());
        }
      }
      double cpu = cluster.secondsOfGoneExecutors() - before;
      return new SparkPack(executors, chunks, wall, lastWall, cpu, firstWall, firstCpu);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Trees.delete(landing);
    }
  }

  private static List<String> line(URI lake, Path landing, int chunks) {
    return List.of(
        "pack",
        "--lake",
        lake.toString(),
        "--landing",
        landing.toString(),
        "--chunks",
        "0-" + (chunks - 1),
        "--quiet");
  }

  /** CPU seconds a chunk, without the first of each executor. */
  double cpuSecondsAChunk() {
    return (cpuSeconds - firstCpuSeconds) / (chunks - executors);
  }

  /** Seconds from pack to pack of an executor, without the first of each. */
  double wallSecondsAChunk() {
    return (lastWallSeconds - firstWallSeconds) * executors / (chunks - executors);
  }

  private static double secondsSince(long begunNanos) {
    return (System.nanoTime() - begunNanos) / 1e9;
  }

  private static long published(Path landing) throws IOException {
    try (Stream<Path> files = Files.list(landing)) {
      return files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }
}
