package dev.permafrost.benchmarks.heap;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.Ledgers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Freezing from hot in a JVM with {@code -Xmx128m}, which bounds direct buffers too, and the
 * largest ledgers there are: 1 where it completes, 0 where it does not.
 *
 * <p>How much memory a freeze takes must not depend on how large a chunk is.
 */
public final class HeapSmall {

  private HeapSmall() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.CORE25);
    return Contest.of(round -> round(setting, chunk));
  }

  private static Round round(Setting setting, HotChunk chunk) {
    try {
      Process child =
          new ProcessBuilder(command(setting, chunk))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String printed;
      try (InputStream out = child.getInputStream()) {
        printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      }
      boolean completed = child.waitFor() == 0;
      return new Round(completed ? 1 : 0, figures(printed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a freeze was waited for", e);
    }
  }

  private static List<String> command(Setting setting, HotChunk chunk) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(FreezeInSmallHeap.class.getName());
    command.add(chunk.directory().toString());
    command.add(Integer.toString(chunk.length()));
    command.add(Integer.toString(setting.cores()));
    return command;
  }

  /** What the child printed as {@code name=value}; what else it printed is of no interest. */
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
