package dev.permafrost.testkit.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One run of a job's driver, in a process of its own, which does not outlive this one; with its
 * output in files.
 */
public final class SparkRun implements AutoCloseable {

  private static final long LONGEST_SECONDS = 180;
  private static final Pattern ROW =
      Pattern.compile("\"chunk\" : ([0-9]+),\\s+\"result\" : \"([a-z ]+)\"");

  private final Process process;
  private final Process watch;
  private final Path out;
  private final Path err;

  private SparkRun(Process process, Process watch, Path out, Path err) {
    this.process = process;
    this.watch = watch;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts one.
   *
   * @param command becomes the driver: what it execs has its process
   * @param environment set over this process's
   * @param place the directory of its output
   * @param name what its output is called
   */
  public static SparkRun start(
      List<String> command, Map<String, String> environment, Path place, String name) {
    Path out = place.resolve(name + ".out");
    Path err = place.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try {
        // As ChildProcess has it: its input ends with this process, however that ends.
        Process watch =
            new ProcessBuilder("sh", "-c", "read -r unused; kill -9 " + process.pid()).start();
        return new SparkRun(process, watch, out, err);
      } catch (IOException | RuntimeException e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it has not ended. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** Waits for its end. */
  public int exitCode() {
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
  public void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Stops the driver as it is: it hears nothing and says nothing until it goes on. */
  public void pause() {
    signal("STOP");
  }

  /** Lets the driver go on. */
  public void goOn() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("kill -" + name + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** What it printed so far. */
  public String out() {
    return LocalCluster.read(out);
  }

  /** What it printed as errors and progress so far. */
  public String err() {
    return LocalCluster.read(err);
  }

  /** How many chunks ended how. */
  public Map<String, Long> results() {
    return ROW.matcher(out())
        .results()
        .map((MatchResult row) -> row.group(2))
        .collect(Collectors.groupingBy(result -> result, Collectors.counting()));
  }

  @Override
  public void close() {
    watch.destroyForcibly();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
