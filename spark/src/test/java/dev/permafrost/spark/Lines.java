package dev.permafrost.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.permafrost.app.command.PermafrostLine;
import dev.permafrost.app.command.Surroundings;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.threads.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Runs lines of both commands in this process, and keeps what they print. */
final class Lines {

  private Lines() {}

  /**
   * What a run printed.
   *
   * @param code how it ended
   * @param out standard output
   * @param err standard error
   */
  record Ran(ExitCode code, String out, String err) {

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + this, e);
      }
    }

    String failure(int row) {
      return json().path(row).path("failure").path("type").asText();
    }
  }

  /** A line of the command line. */
  static Ran permafrost(Object... words) {
    return ran(
        (out, err) ->
            new PermafrostLine(
                    new Surroundings(out, err, false, CancelToken.NEVER, new SystemTime()))
                .run(texts(words)));
  }

  /** A job, with as many threads, and as many attempts at a task, as the local master says. */
  static Ran spark(String master, Object... words) {
    return spark(master, Map.of(), words);
  }

  static Ran spark(String master, Map<String, String> environment, Object... words) {
    return run(() -> local(master), environment, words);
  }

  static Ran run(
      Supplier<JavaSparkContext> cluster, Map<String, String> environment, Object... words) {
    return ran((out, err) -> new SparkLine(out, err, environment).run(cluster, texts(words)));
  }

  static JavaSparkContext local(String master) {
    return new JavaSparkContext(
        new SparkConf()
            .setAppName("test")
            .setMaster(master)
            .set("spark.ui.enabled", "false")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "127.0.0.1"));
  }

  private static Ran ran(BiFunction<PrintStream, PrintStream, ExitCode> body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    ExitCode code =
        body.apply(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static String[] texts(Object... words) {
    return Arrays.stream(words).map(Object::toString).toArray(String[]::new);
  }
}
