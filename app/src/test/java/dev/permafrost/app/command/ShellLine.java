package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Pastes a line into a real shell, for which {@code permafrost} is this build's command. */
final class ShellLine {

  private static final long PATIENCE_SECONDS = 120;

  private ShellLine() {}

  /** Runs it; it has to succeed. */
  static void run(String line, Path scratch) {
    try {
      Path script = scratch.resolve("pasted.sh");
      Path output = scratch.resolve("pasted.out");
      Files.writeString(
          script,
          """
          permafrost() {
            "$JAVA" -Xmx256m -XX:TieredStopAtLevel=1 "-Djava.library.path=$NATIVE" \\
              "-Djava.io.tmpdir=$SCRATCH" -cp "$CLASSES" "$MAIN" "$@"
          }
          """
              + line
              + "\n");
      ProcessBuilder shell = new ProcessBuilder("sh", script.toString());
      shell
          .environment()
          .put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
      shell.environment().put("NATIVE", System.getProperty("java.library.path"));
      shell.environment().put("SCRATCH", System.getProperty("java.io.tmpdir"));
      shell.environment().put("CLASSES", System.getProperty("java.class.path"));
      shell.environment().put("MAIN", Main.class.getName());
      Process process = shell.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      try {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(line).isTrue();
        assertThat(process.exitValue()).as("%s", line + "\n" + Files.readString(output)).isZero();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts the threads of a test", e);
    }
  }
}
