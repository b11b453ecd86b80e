package dev.permafrost.prove.kill;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.prove.disk.JavaProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A {@link KilledProcess} seen from the one that kills it. One thread. */
final class Victim implements AutoCloseable {

  private final Process process;
  private final InputStream phases;
  private final Path errors;
  private final long startedNanos;

  private Victim(Process process, Path errors, long startedNanos) {
    this.process = process;
    this.phases = process.getInputStream();
    this.errors = errors;
    this.startedNanos = startedNanos;
  }

  /**
   * Starts one, with this process's class path and native libraries.
   *
   * @param data the data directory
   * @param journal where it says what it acknowledged; not there yet
   * @param temporary its temporary directory, which it should leave empty
   * @param seed which chunks it gives up
   */
  @MustBeClosed
  static Victim start(Path data, Path journal, Path temporary, long seed) throws IOException {
    List<String> arguments = List.of(data.toString(), journal.toString(), Long.toString(seed));
    ProcessBuilder builder =
        JavaProcess.of(KilledProcess.class, List.of("-Xmx128m"), temporary, arguments);
    Path errors = journal.resolveSibling(journal.getFileName() + ".err");
    long startedNanos = System.nanoTime();
    Process process = builder.redirectError(errors.toFile()).start();
    return new Victim(process, errors, startedNanos);
  }

  long pid() {
    return process.pid();
  }

  /**
   * Waits until it enters a phase for the n-th time.
   *
   * @return whether it did; else it has ended by itself
   */
  boolean enters(Phase phase, int times) throws IOException {
    int left = times;
    while (left > 0) {
      int told = phases.read();
      if (told < 0) {
        return false;
      }
      left -= told == phase.mark() ? 1 : 0;
    }
    return true;
  }

  /** Waits until it has run for so long. */
  void hasRunFor(long nanos) {
    waitUntil(startedNanos + nanos);
  }

  /** Waits a moment from now. */
  static void pass(long nanos) {
    waitUntil(System.nanoTime() + nanos);
  }

  private static void waitUntil(long deadlineNanos) {
    for (long left = deadlineNanos - System.nanoTime();
        left > 0;
        left = deadlineNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Sends a signal by name, as a shell does. */
  void signal(String name) throws IOException {
    Process sending =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    if (sending.onExit().join().exitValue() != 0) {
      throw new IOException("kill -" + name + " failed");
    }
  }

  /**
   * Kills it, as {@code kill -9} does, through its handle: that leaves the pipe alone.
   *
   * @return whether it was alive until then
   */
  boolean kill() {
    boolean alive = process.isAlive();
    process.toHandle().destroyForcibly();
    process.onExit().join();
    return alive;
  }

  /** What it printed as its errors. */
  String errors() {
    try {
      return Files.readString(errors, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    kill();
    try {
      phases.close();
      Files.deleteIfExists(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
