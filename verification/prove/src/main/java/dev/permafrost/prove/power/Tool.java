package dev.permafrost.prove.power;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program of the system. */
final class Tool {

  private Tool() {}

  /**
   * Runs it to its end.
   *
   * @throws IllegalStateException with what it said, if it fails
   */
  static void run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.onExit().join().exitValue();
      if (exit != 0) {
        throw new IllegalStateException(
            String.join(" ", command) + " exits with " + exit + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a program of this name can be run. */
  static boolean isThere(String name) {
    return Stream.of(
            String.valueOf(System.getenv("PATH")).split(":", -1), new String[] {"/usr/sbin"})
        .flatMap(Stream::of)
        .filter(directory -> !directory.isEmpty())
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
  }
}
