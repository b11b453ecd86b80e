package dev.permafrost.testkit.machine;

import java.io.IOException;
import java.nio.file.Path;

/** What each operation on a simulated disk passes through, whichever process asks for it. */
interface Kernel {

  /** Something done to the disk. */
  interface DiskStep<T> {
    T on(SimulatedDisk disk) throws IOException;
  }

  /** What an operation that fails leaves behind on the disk. */
  interface FailedStep {
    void on(SimulatedDisk disk, MachineFault fault) throws IOException;
  }

  /** What guards the disk, and is held while a step is done. */
  Object monitor();

  /** An operation that changes nothing. */
  <T> T look(String name, Path path, DiskStep<T> step) throws IOException;

  /**
   * An operation that may change what is visible or what is durable.
   *
   * @param failed what it leaves behind when it fails
   */
  <T> T change(String name, Path path, DiskStep<T> step, FailedStep failed) throws IOException;

  /** The same, for an operation that leaves nothing behind when it fails. */
  default <T> T change(String name, Path path, DiskStep<T> step) throws IOException {
    return change(name, path, step, (untouched, fault) -> {});
  }

  /** Whether a sync that is under way is to fail. */
  boolean takesSyncFailure(Path path);

  /** Whether the volume of a path was cut off. */
  boolean isLost(Path path);
}
