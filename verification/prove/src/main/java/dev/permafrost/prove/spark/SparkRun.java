package dev.permafrost.prove.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One run of bin/permafrost-spark, in a process of its own, with its output in files. */
final class SparkRun implements AutoCloseable {

  private static final long LONGEST_SECONDS = 180;
  private static final Pattern ROW =
      Pattern.compile("\"chunk\" : ([0-9]+),\\s+\"result\" : \"([a-z ]+)\"");

  private final Process process;
  private final Path out;
  private final Path err;

  private SparkRun(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts one.
   *
   * @param script bin/permafrost-spark
   * @param environment set over this process's
   * @param name what its output is called
   */
  static SparkRun start(
      Path script, Map<String, String> environment, Path place, String name, List<String> words) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(words);
    Path out = place.resolve(name + ".out");
    Path err = place.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    try {
      return new SparkRun(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end. */
  int exitCode() {
    try {
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still running: " + err());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Kills the driver. */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  String out() {
    return LocalCluster.read(out);
  }

  String err() {
    return LocalCluster.read(err);
  }

  /** How many chunks ended how. */
  Map<String, Long> results() {
    return ROW.matcher(out())
        .results()
        .map((MatchResult row) -> row.group(2))
        .collect(Collectors.groupingBy(result -> result, Collectors.counting()));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
