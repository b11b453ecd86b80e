package dev.permafrost.app.watch;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of Debian's that a test needs. Where it is not there the test is skipped by its name,
 * unless {@code PERMAFROST_SERVERS=required}; {@code bin/install-test-browser} installs it.
 */
public final class OutsideProgram {

  private static final long PATIENCE_SECONDS = 180;

  private final Path file;

  private OutsideProgram(Path file) {
    this.file = file;
  }

  /** Looks for one. */
  public static OutsideProgram require(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(OutsideProgram::new)
        .orElseGet(() -> absent(name));
  }

  private static OutsideProgram absent(String name) {
    String reason = "there is no " + name + " here; bin/install-test-browser installs it";
    if ("required".equals(System.getenv("PERMAFROST_SERVERS"))) {
      throw new IllegalStateException(reason);
    }
    return abort(reason);
  }

  /**
   * What a run printed.
   *
   * @param code its exit code
   * @param out its standard output
   * @param err its standard error
   */
  public record Ran(int code, String out, String err) {}

  /** Runs it to its end. */
  public Ran run(Path directory, Path input, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "program", ".out");
    Path err = Files.createTempFile(directory, "program", ".err");
    Process process =
        builder(directory, arguments)
            .redirectInput(input.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(file + " does not end: " + Files.readString(err));
    }
    return new Ran(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.ISO_8859_1));
  }

  /** Starts it; the test ends it. */
  public Process start(Path directory, String... arguments) throws IOException {
    return builder(directory, arguments)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("program.log").toFile())
        .start();
  }

  private ProcessBuilder builder(Path directory, String... arguments) {
    List<String> command = new ArrayList<>(List.of(file.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(directory.toFile());
  }
}
