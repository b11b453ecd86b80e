package dev.permafrost.prove.spark;

import dev.permafrost.testkit.spark.LocalCluster;
import dev.permafrost.testkit.spark.SparkRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Hands jobs to the cluster, and names their output. One thread. */
final class SparkJobs {

  private static final String FLAGS = "-XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private final SparkProof.Given given;
  private final Path place;
  private final LocalCluster cluster;
  private int runs;

  SparkJobs(SparkProof.Given given, Path place, LocalCluster cluster) {
    this.given = given;
    this.place = place;
    this.cluster = cluster;
  }

  /**
   * Starts bin/permafrost-spark.
   *
   * @param job pack or verify
   * @param more options of the job
   * @param options of spark-submit
   */
  SparkRun run(String job, String chunks, List<String> more, List<String> options) {
    List<String> words = new ArrayList<>();
    words.add(given.source().resolve("bin/permafrost-spark").toString());
    words.addAll(line(job, chunks, more));
    words.add("--");
    words.addAll(cluster.submitOptions(FLAGS, FLAGS));
    words.addAll(options);
    return start(words);
  }

  /** Starts spark-submit with the main class, as somebody does who has the jar alone. */
  SparkRun submit(String job, String chunks, List<String> more) {
    return cluster.submit(given.jar(), FLAGS, List.of(), line(job, chunks, more), place);
  }

  private static List<String> line(String job, String chunks, List<String> more) {
    List<String> words = new ArrayList<>(List.of(job, "--chunks", chunks, "--json"));
    words.addAll(more);
    return words;
  }

  private SparkRun start(List<String> words) {
    runs++;
    Map<String, String> environment = new HashMap<>(cluster.surroundings());
    environment.put("PERMAFROST_SPARK_JAR", given.jar().toString());
    return SparkRun.start(words, environment, place, "run-" + runs);
  }
}
