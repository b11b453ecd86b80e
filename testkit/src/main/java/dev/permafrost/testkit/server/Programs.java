package dev.permafrost.testkit.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Finds the programs of this machine. */
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

  /** The file that a system property names. */
  public static Path file(String property) throws ServerAbsent {
    String name = System.getProperty(property, "");
    if (name.isEmpty() || !Files.isRegularFile(Path.of(name))) {
      throw new ServerAbsent("no file is named by -D" + property + ": it is '" + name + "'");
    }
    return Path.of(name);
  }
}
