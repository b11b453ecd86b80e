package dev.permafrost.spark;

import dev.permafrost.app.outcome.ExitCode;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** The main class for spark-submit, which {@code bin/permafrost-spark} runs. */
public final class Main {

  private static final int OUT_BUFFER_BYTES = 1 << 16;

  private Main() {}

  /** Runs one job and exits with its code. */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
            false,
            StandardCharsets.UTF_8);
    ExitCode code = new SparkLine(out, System.err, System.getenv()).run(Main::connect, arguments);
    System.exit(code.code());
  }

  private static JavaSparkContext connect() {
    return new JavaSparkContext(new SparkConf().setIfMissing("spark.app.name", "permafrost"));
  }
}
