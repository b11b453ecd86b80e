package dev.permafrost.app.command;

import dev.permafrost.app.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, its output in files. */
final class CommandProcess implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;

  private CommandProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts one that handles signals, even if this process ignores them. */
  static CommandProcess start(Path directory, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (resetsSignals()) {
      command.addAll(List.of("env", "--default-signal=HUP,INT,TERM"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.library.path=" + System.getProperty("java.library.path"));
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path out = directory.resolve("process.out");
    Path err = directory.resolve("process.err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new CommandProcess(process, out, err);
  }

  /** A shell's background job ignores SIGINT, and so would its children's children. */
  private static boolean resetsSignals() throws IOException {
    try {
      return new ProcessBuilder("env", "--default-signal=HUP,INT,TERM", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts the threads of a test", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends a signal by name, as a shell does. */
  void signal(String name) throws IOException, InterruptedException {
    int sent =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    if (sent != 0) {
      throw new AssertionError("kill -" + name + " ended with " + sent);
    }
  }

  /** Waits for its end. */
  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + process);
    }
    return process.exitValue();
  }

  /** Waits until its standard output is a whole line, and gives it. */
  String firstLine() throws IOException, InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!out().endsWith("\n")) {
      if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadlineNanos) {
        throw new AssertionError("it said nothing: " + out() + err());
      }
    }
    return out().strip();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
