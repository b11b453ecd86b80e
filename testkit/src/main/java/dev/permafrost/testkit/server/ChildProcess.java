package dev.permafrost.testkit.server;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside this one and does not outlive it: a shell waits for the end of its
 * input, which comes when this process ends, however it ends, and then kills the program.
 */
public final class ChildProcess implements AutoCloseable {

  private static final int LOG_TAIL_CHARACTERS = 2000;

  private final Process program;
  private final Process watch;
  private final Path log;

  private ChildProcess(Process program, Process watch, Path log) {
    this.program = program;
    this.watch = watch;
    this.log = log;
  }

  /**
   * Starts a program.
   *
   * @param log where its output goes, added to what is there
   */
  @MustBeClosed
  public static ChildProcess start(List<String> command, Path log) throws IOException {
    Process program =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      Process watch =
          new ProcessBuilder("sh", "-c", "read -r unused; kill -9 " + program.pid()).start();
      return new ChildProcess(program, watch, log);
    } catch (IOException | RuntimeException e) {
      program.destroyForcibly();
      throw e;
    }
  }

  /** Whether it has not ended. */
  public boolean isRunning() {
    return program.isAlive();
  }

  /** Its number. */
  public long pid() {
    return program.pid();
  }

  /** The CPU time it took so far, where the platform says so. */
  public Optional<Duration> cpuTime() {
    return program.info().totalCpuDuration();
  }

  /** The end of what it printed. */
  public String logTail() {
    try {
      String text = Files.readString(log, StandardCharsets.ISO_8859_1);
      return text.substring(Math.max(0, text.length() - LOG_TAIL_CHARACTERS));
    } catch (IOException e) {
      return "its log cannot be read: " + e;
    }
  }

  /** Kills it, and waits until it is gone. Twice is harmless. */
  @Override
  public void close() {
    watch.destroyForcibly();
    program.descendants().forEach(ProcessHandle::destroyForcibly);
    program.destroyForcibly();
    try {
      if (!program.waitFor(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("process " + program.pid() + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a process ends", e);
    }
  }
}
