package dev.permafrost.testkit.locale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a program in a process of its own in whose language the operating system words its errors,
 * which no setting of the JVM changes.
 */
public final class SpokenLocale {

  private final Map<String, String> environment;

  private SpokenLocale(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * A locale of this name, {@code POSIX} or one that is compiled for the test.
   *
   * @param directory where it is compiled to
   * @return empty where this machine cannot compile it
   */
  public static Optional<SpokenLocale> of(String name, Path directory)
      throws IOException, InterruptedException {
    return of(name, "UTF-8", directory);
  }

  /**
   * The same, in an encoding of its own.
   *
   * @param encoding as {@code localedef} knows it
   */
  public static Optional<SpokenLocale> of(String name, String encoding, Path directory)
      throws IOException, InterruptedException {
    if (name.equals("POSIX")) {
      return Optional.of(new SpokenLocale(Map.of("LC_ALL", name)));
    }
    String whole = name + "." + encoding;
    Path compiled = directory.resolve(whole);
    boolean isCompiled =
        runs(List.of("localedef", "-i", name, "-f", encoding, compiled.toString()))
            && compiled.toFile().isDirectory();
    return isCompiled
        ? Optional.of(new SpokenLocale(Map.of("LC_ALL", whole, "LOCPATH", directory.toString())))
        : Optional.empty();
  }

  private static boolean runs(List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() >= 0;
    } catch (IOException e) {
      return false; // There is no such command.
    }
  }

  /**
   * Runs a class's {@code main} and gives the lines that it printed, to standard error, too, and
   * {@code exit} with its code as the last one.
   *
   * @param options of the JVM
   */
  public List<String> run(List<String> options, Class<?> main, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("LANGUAGE");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(printed.lines().toList());
    lines.add("exit " + process.waitFor());
    return lines;
  }
}
