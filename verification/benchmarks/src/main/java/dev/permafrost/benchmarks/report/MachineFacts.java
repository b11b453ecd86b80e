package dev.permafrost.benchmarks.report;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What figures depend on beside the code: cores, memory, disk, JVM, versions of libraries, load.
 */
public final class MachineFacts {

  private static final double GIGABYTE = 1e9;

  private MachineFacts() {}

  /**
   * The facts of this machine now.
   *
   * @param data where the measurements are made
   */
  public static Map<String, String> now(Path data) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("processor", processor());
    facts.put("memory_gb", String.format(Locale.ROOT, "%.0f", memoryBytes() / GIGABYTE));
    facts.put("file_system", fileSystem(data));
    facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("libraries", libraries());
    return facts;
  }

  /** How many threads wanted a core at once during the last minute. */
  public static String load() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static double memoryBytes() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getTotalMemorySize();
  }

  private static String processor() {
    Path cpus = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(cpus)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(cpus)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String fileSystem(Path data) {
    try {
      return Files.getFileStore(data).type();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of those that are native, the names that the class path has: they end in the version. */
  private static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> String.valueOf(Path.of(entry).getFileName()))
        .filter(name -> name.startsWith("rocksdbjni-") || name.startsWith("zstd-jni-"))
        .map(name -> name.replaceFirst("\\.jar$", ""))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
