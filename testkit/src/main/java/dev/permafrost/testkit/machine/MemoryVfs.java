package dev.permafrost.testkit.machine;

import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.forward.ForwardingVfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file system in memory, as one process sees it: the disk of a simulated machine on which
 * everything survives, and the failures of a disk on request.
 *
 * <p>Paths are absolute; the tree begins with an empty {@code /}. It has no symbolic links and no
 * permissions. Removed files stay readable through channels that are open. Locks are between the
 * processes made by {@link #otherProcess}, and closing any opening of a file drops its process's
 * lock, as POSIX has it. Before each operation a {@link Hook} may throw; the operations that
 * succeeded are recorded; the space can be limited. Nothing here is ever lost: a sync is recorded
 * and does nothing. Safe for several threads.
 */
public final class MemoryVfs extends ForwardingVfs {

  /** Called before each operation, and may make it fail by throwing. */
  @FunctionalInterface
  public interface Hook {
    /** Lets everything pass. */
    Hook NONE = (operation, path) -> {};

    /**
     * Sees an operation before it has any effect. Must not use the file system itself.
     *
     * @param operation the name of the method of {@link Vfs} or {@link VfsFile}
     * @param path the path it was given, of two the new name, or at which the file was opened
     */
    void before(String operation, Path path) throws IOException;
  }

  /**
   * An operation that succeeded.
   *
   * @param name the name of the method of {@link Vfs} or {@link VfsFile}
   * @param path the path it was given, of two the new name, or at which the file was opened
   */
  public record Operation(String name, Path path) {
    @Override
    public String toString() {
      return name + " " + path;
    }
  }

  /** What the processes share. Asks the hook, does the step, records it. */
  private static final class MemoryKernel implements Kernel {

    private final SimulatedDisk disk = new SimulatedDisk(true);
    private final List<Operation> operations = new ArrayList<>();
    private Hook hook = Hook.NONE;

    @Override
    public Object monitor() {
      return this;
    }

    @Override
    public synchronized <T> T look(String name, Path path, DiskStep<T> step) throws IOException {
      hook.before(name, path);
      T result = step.on(disk);
      operations.add(new Operation(name, path));
      return result;
    }

    @Override
    public <T> T change(String name, Path path, DiskStep<T> step, FailedStep failed)
        throws IOException {
      return look(name, path, step);
    }

    @Override
    public boolean takesSyncFailure(Path path) {
      return false;
    }

    @Override
    public boolean isLost(Path path) {
      return false;
    }
  }

  private final MemoryKernel kernel;
  private final MachineVfs process;

  /** A new, empty file system of unlimited size. */
  public MemoryVfs() {
    this(new MemoryKernel());
  }

  private MemoryVfs(MemoryKernel kernel) {
    this(kernel, new MachineVfs(kernel));
  }

  private MemoryVfs(MemoryKernel kernel, MachineVfs process) {
    super(process);
    this.kernel = kernel;
    this.process = process;
  }

  /** Another process on the same file system: same files, locks of its own. */
  public MemoryVfs otherProcess() {
    return new MemoryVfs(kernel);
  }

  /** Ends this process as {@code kill -9} would: its files are closed, its locks are free. */
  public void kill() {
    process.kill();
  }

  /** How many files this process has open. */
  public int openFiles() {
    synchronized (kernel) {
      return process.openFiles();
    }
  }

  /** Sets what is called before each operation, of all processes. */
  public void hook(Hook hook) {
    synchronized (kernel) {
      kernel.hook = hook;
    }
  }

  /**
   * Limits the space, counted in pages of 4,096 bytes. What needs more throws "No space left on
   * device" when the pages are used up.
   */
  public void capacityBytes(long bytes) {
    synchronized (kernel) {
      kernel.disk.capacityBytes(bytes);
    }
  }

  /** The space in use: the pages of all files that have a name or are open. */
  public long usedBytes() {
    synchronized (kernel) {
      return kernel.disk.usedBytes();
    }
  }

  /** Says whether {@link #openReadPastCache} can open anything; it can unless it is told not to. */
  public void readsPastCache(boolean possible) {
    synchronized (kernel) {
      kernel.disk.readsPastCache(possible);
    }
  }

  /**
   * Makes a directory that is the top of a file system of its own: it has another device number
   * than its parent, which must exist, and cannot be removed.
   */
  public void mount(Path path) throws IOException {
    synchronized (kernel) {
      kernel.disk.mount(path);
    }
  }

  /** The operations that succeeded so far, of all processes, in order. */
  public List<Operation> operations() {
    synchronized (kernel) {
      return List.copyOf(kernel.operations);
    }
  }

  /** Clears the record of operations. */
  public void forgetOperations() {
    synchronized (kernel) {
      kernel.operations.clear();
    }
  }
}
