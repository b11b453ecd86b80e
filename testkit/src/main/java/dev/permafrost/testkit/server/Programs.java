package dev.permafrost.testkit.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the programs of this machine, and runs commands, as far as it permits them. */
public final class Programs {

  private Programs() {}

  /** A program of the search path, or of where Debian has its servers. */
  public static Path named(String name, String aptPackage) throws ServerAbsent {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Stream.of(path.split(File.pathSeparator, -1)), Stream.of("/usr/sbin", "/usr/bin"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new ServerAbsent(name + " is not installed: apt-get install " + aptPackage));
  }

  /** A program of the JDK that this runs on. */
  public static String ofJdk(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Whether a command ended well; false too where there is no such command. Drops its output. */
  public static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a test", e);
    }
  }

  /** The same, for what must not fail. */
  public static void run(String... command) {
    if (!succeeds(command)) {
      throw new IllegalStateException("failed: " + String.join(" ", command));
    }
  }

  /** The file that a system property names. */
  public static Path file(String property) throws ServerAbsent {
    String name = System.getProperty(property, "");
    if (name.isEmpty() || !Files.isRegularFile(Path.of(name))) {
      throw new ServerAbsent("no file is named by -D" + property + ": it is '" + name + "'");
    }
    return Path.of(name);
  }
}
