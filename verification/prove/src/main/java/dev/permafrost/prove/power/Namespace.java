package dev.permafrost.prove.power;

import dev.permafrost.prove.disk.JavaProcess;
import dev.permafrost.prove.disk.WorkDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processes with mounts of their own. The kernel unmounts what is mounted there, and frees its loop
 * devices, when the last of them has ended; each is killed when the one that started it dies.
 */
final class Namespace {

  private Namespace() {}

  /** What keeps the power from being cut here, in words; empty if nothing does. */
  static Optional<String> missing() {
    if (!isRoot()) {
      return Optional.of("not root");
    }
    if (!Files.exists(Path.of("/dev/loop-control"))) {
      return Optional.of("there are no loop devices");
    }
    return Stream.concat(
            Stream.of("xfs_io", "mount", "umount", "unshare", "setpriv"),
            Arrays.stream(FileSystem.values()).map(FileSystem::program))
        .filter(program -> !Tool.isThere(program))
        .map(program -> program + " is not installed")
        .findFirst();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Whether it counts as a failure if something is missing. */
  static boolean isRequired() {
    return "required".equals(System.getenv("PERMAFROST_SERVERS"));
  }

  /**
   * Runs one, and prints what it prints.
   *
   * @return its exit code
   */
  static int run(Class<?> main, List<String> arguments, PrintWriter out) {
    try (WorkDirectory temporary = WorkDirectory.make("power")) {
      Process process =
          command(main, arguments, temporary.path())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        lines.lines().forEach(out::println);
      }
      return process.onExit().join().exitValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One that is not started yet. The thread that starts it must live as long as it does. */
  static ProcessBuilder command(Class<?> main, List<String> arguments, Path temporary) {
    ProcessBuilder builder = JavaProcess.of(main, List.of("-Xmx1g"), temporary, arguments);
    List<String> command =
        new ArrayList<>(
            List.of(
                "setpriv",
                "--pdeathsig",
                "KILL",
                "unshare",
                "--mount",
                "--propagation",
                "private"));
    command.addAll(builder.command());
    return builder.command(command);
  }
}
