package dev.permafrost.spark;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;

/**
 * Runs a task for each of many chunks, with one chunk in each partition, the newest first, since
 * newer chunks are larger. Spark knows nothing of files, and commits none: a task may run twice,
 * even at the same time.
 */
final class ChunkJob {

  private static final int DEFAULT_ATTEMPTS = 4;
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[[^,]+(?:,\\s*([0-9]+))?])?");

  private final JavaSparkContext spark;

  ChunkJob(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** How many times Spark tries a task before the job fails. */
  static int attempts(SparkContext spark) {
    Matcher local = LOCAL.matcher(spark.master());
    if (local.matches()) {
      return local.group(1) == null ? 1 : Integer.parseInt(local.group(1));
    }
    return spark.conf().getInt("spark.task.maxFailures", DEFAULT_ATTEMPTS);
  }

  /**
   * Runs the tasks and waits.
   *
   * @param arrived receives the answer for each chunk once, as it arrives, on a thread of Spark
   * @throws RuntimeException if the job ended before all had answered
   */
  void run(List<ChunkId> chunks, ChunkTask task, Consumer<String> arrived) {
    List<Integer> newestFirst =
        chunks.stream().map(ChunkId::value).sorted(Comparator.reverseOrder()).toList();
    JavaRDD<Integer> partitions = spark.parallelize(newestFirst, newestFirst.size());
    spark
        .sc()
        .<Integer, String>runJob(
            partitions.rdd(),
            task,
            (partition, answer) -> {
              arrived.accept(answer);
              return BoxedUnit.UNIT;
            },
            ClassTag$.MODULE$.apply(String.class));
  }
}
