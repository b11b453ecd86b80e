package dev.permafrost.prove;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs commands of bin/prove as a person does: each in a process of its own, which ends with us.
 */
final class ProveProcess {

  private final Path source;

  ProveProcess(Path source) {
    this.source = source;
  }

  /** Runs one; what it says on either output is told as it is said. */
  int run(List<String> arguments, PrintWriter out, PrintWriter err) {
    List<String> line = new ArrayList<>();
    line.add(source.resolve("bin/prove").toAbsolutePath().toString());
    line.addAll(arguments);
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      Thread ending = new Thread(process::destroy, "end of a part");
      Runtime.getRuntime().addShutdownHook(ending);
      try {
        process.getOutputStream().close();
        tell(process, out);
        return process.waitFor();
      } finally {
        process.destroy();
        Runtime.getRuntime().removeShutdownHook(ending);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void tell(Process process, PrintWriter out) throws IOException {
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String text = said.readLine(); text != null; text = said.readLine()) {
        out.println(text);
      }
    }
  }
}
