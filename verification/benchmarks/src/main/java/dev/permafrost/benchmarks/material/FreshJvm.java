package dev.permafrost.benchmarks.material;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs a class in a JVM of its own, with this one's class path and native libraries. What it prints
 * as {@code name=value} are its figures; its errors go where this process's go.
 */
public final class FreshJvm {

  /**
   * What it printed.
   *
   * @param byName the figures by name, in the order of their names
   */
  public record Figures(Map<String, Double> byName) {

    /**
     * One of them.
     *
     * @throws IllegalStateException if it was not printed
     */
    public double of(String name) {
      return Optional.ofNullable(byName.get(name))
          .orElseThrow(() -> new IllegalStateException(name + " is not among " + byName));
    }
  }

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK_RESIDENT = "VmHWM:";

  private FreshJvm() {}

  /**
   * Runs it to its end.
   *
   * @param options of the JVM
   * @throws IllegalStateException if it does not end with 0
   */
  public static Figures run(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
    command.add("-Dslf4j.internal.verbosity=ERROR");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    try {
      Process child =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String printed;
      try (InputStream out = child.getInputStream()) {
        printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      }
      int code = child.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            "a JVM for " + main.getSimpleName() + " ended with " + code);
      }
      return new Figures(figures(printed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another JVM was waited for", e);
    }
  }

  /** Prints a figure, to be read by {@link #run}. */
  public static void print(String name, double value) {
    System.out.println(name + "=" + String.format(Locale.ROOT, "%.3f", value));
  }

  /** How much memory of this process was resident at most; 0 where the platform does not say. */
  public static double peakResidentMegabytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    // "VmHWM:    123456 kB", where a kB has 1024 bytes.
    return Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith(PEAK_RESIDENT))
            .map(line -> line.replaceAll("[^0-9]", ""))
            .mapToDouble(Double::parseDouble)
            .findFirst()
            .orElse(0)
        * 1024
        / 1e6;
  }

  /** What else was printed is of no interest. */
  private static Map<String, Double> figures(String printed) {
    Map<String, Double> figures = new TreeMap<>();
    printed
        .lines()
        .filter(line -> line.matches("[a-z0-9_]+=[0-9.]+"))
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              figures.put(
                  line.substring(0, equals), Double.parseDouble(line.substring(equals + 1)));
            });
    return figures;
  }
}
