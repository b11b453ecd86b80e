package dev.permafrost.benchmarks.lake;

import dev.permafrost.benchmarks.Setting;
import dev.permafrost.testkit.server.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM with a heap of 256 MB that freezes a chunk from a lake, or does nothing, and then tells how
 * much memory of its was resident at most.
 */
public final class SmallJvm {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private SmallJvm() {}

  /**
   * What runs in it.
   *
   * @param arguments nothing; or the lake's address, how many ledgers, how many workers, and a
   *     directory
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      LakeFreeze.run(
          URI.create(arguments[0]),
          Integer.parseInt(arguments[1]),
          Integer.parseInt(arguments[2]),
          Path.of(arguments[3]));
    }
    String line =
        Files.readAllLines(STATUS).stream()
            .filter(each -> each.startsWith(PEAK))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no " + PEAK + " in " + STATUS));
    // "VmHWM:    123456 kB", where a kB has 1024 bytes.
    System.out.println(line.replaceAll("[^0-9]", ""));
  }

  /** The peak of one that does nothing, in MB. */
  static double peakMegabytes() {
    return run(List.of());
  }

  /** The peak of one that freezes, in MB. */
  static double peakMegabytesOfFreezing(URI lake, Setting setting) {
    return run(
        List.of(
            lake.toString(),
            Integer.toString(setting.ledgers()),
            Integer.toString(setting.cores()),
            setting.directory().resolve("small-jvm").toString()));
  }

  private static double run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Programs.ofJdk("java"));
    command.add("-Xmx256m");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-D") || option.startsWith("--enable-native"))
        .forEach(command::add);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SmallJvm.class.getName());
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String told =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException("the small JVM ended with " + code);
      }
      return Long.parseLong(told) * 1024 / 1e6;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the small JVM runs", e);
    }
  }
}
