package dev.permafrost.prove.workload;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process that works on a store, seen from the one that ends it. One thread. */
public final class Victim implements AutoCloseable {

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
   * @param command the command, as {@link dev.permafrost.prove.disk.JavaProcess} makes it
   * @param journal where it says what it acknowledged; not there yet. Its errors go beside
   */
  @MustBeClosed
  public static Victim start(ProcessBuilder command, Path journal) throws IOException {
    Path errors = journal.resolveSibling(journal.getFileName() + ".err");
    long startedNanos = System.nanoTime();
    Process process = command.redirectError(errors.toFile()).start();
    return new Victim(process, errors, startedNanos);
  }

  /** Its number. */
  public long pid() {
    return process.pid();
  }

  /**
   * Waits until it enters a phase for the n-th time.
   *
   * @return whether it did; else it has ended by itself
   */
  public boolean enters(Phase phase, int times) throws IOException {
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
  public void hasRunFor(long nanos) {
    waitUntil(startedNanos + nanos);
  }

  /** Waits a moment from now. */
  public static void pass(long nanos) {
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
  public void signal(String name) throws IOException {
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
  public boolean kill() {
    boolean alive = process.isAlive();
    process.toHandle().destroyForcibly();
    process.onExit().join();
    return alive;
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits until it has ended, and returns its exit code. */
  public int exit() {
    return process.onExit().join().exitValue();
  }

  /** What it printed as its errors. */
  public String errors() {
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
