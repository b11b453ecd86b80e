package dev.permafrost.prove.spark;

import dev.permafrost.prove.CountConverter;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.disk.WorkDirectory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes packs on a real cluster of Spark, and kills, holds back and starves what it is made of. */
@Command(
    name = "spark",
    description = {
      "Makes packs on a standalone cluster of Spark on loopback, and kills, holds back and starves"
          + " what it is made of."
    })
public final class SparkPart implements Part {

  private static final int LEAST_CHUNKS = 4;

  private final Path source;

  @Option(
      names = "--chunks",
      paramLabel = "N",
      defaultValue = "12",
      converter = CountConverter.class,
      description = "How many chunks each job makes, 4 or more (default: ${DEFAULT-VALUE}).")
  int chunks = 12;

  @Option(
      names = "--executors",
      paramLabel = "N",
      defaultValue = "2",
      converter = CountConverter.class,
      description = "How many executors there are, 2 or more (default: ${DEFAULT-VALUE}).")
  int executors = 2;

  @Option(
      names = "--sums-only",
      description = "Only the sums, through a killed executor: no other trouble.")
  boolean sumsOnly;

  @Option(names = "--only", paramLabel = "TRIAL", description = "Only one of the other troubles.")
  @Nullable String only;

  /**
   * A part.
   *
   * @param source the root of the source tree
   */
  public SparkPart(Path source) {
    this.source = source;
  }

  @Override
  public boolean holds(PrintWriter out) {
    if (chunks < LEAST_CHUNKS || executors < 2) {
      throw new IllegalArgumentException("4 chunks and 2 executors at least");
    }
    Path jar = Path.of(System.getProperty("permafrost.spark.jar", ""));
    Path home = Path.of(System.getProperty("permafrost.spark.home", ""));
    Path otherCodec = home.resolveSibling("other-codec").resolve("zstd-jni.jar");
    for (Path needed : List.of(jar, home.resolve("bin/spark-submit"), otherCodec)) {
      if (!Files.isRegularFile(needed)) {
        throw new IllegalArgumentException("not built: '" + needed + "'; bin/prove does that");
      }
    }
    long begunNanos = System.nanoTime();
    List<String> wrong;
    try (WorkDirectory work = WorkDirectory.make("spark");
        SparkProof proof =
            SparkProof.prepare(
                new SparkProof.Given(
                    source.toAbsolutePath(), jar, home, otherCodec, chunks, executors),
                work.path(),
                out)) {
      if (only == null) {
        proof.sumsThroughAKilledExecutor();
        if (!sumsOnly) {
          SparkProof.troubles().forEach(proof::trouble);
        }
      } else {
        proof.trouble(only);
      }
      wrong = proof.wrong();
    }
    wrong.forEach(out::println);
    out.println(
        "spark: executors="
            + executors
            + " chunks="
            + chunks
            + " wrong="
            + wrong.size()
            + " seconds="
            + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNanos));
    return wrong.isEmpty();
  }
}
