package dev.permafrost.testkit.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.fault.Faults;
import dev.permafrost.testkit.hot.MemoryHotStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One simulated machine: a disk, the catalog's store and the hot databases under one counter of
 * operations, so that a test can look at every instant of a run, and cut the power there.
 *
 * <p>What it may lose and what it must keep is said by {@link MachineRule}. An {@link Observer} is
 * told of every operation before it has any effect; from there, or whenever nothing is under way,
 * {@link #moment} copies the machine, and from the copy any number of machines can be booted: as a
 * power cut leaves them, or as the death of all processes does. An operation under way is covered
 * by the moments before and behind it. The machine that is observed goes on as if nothing happened.
 *
 * <p>Safe for several threads; each operation is one step.
 */
public final class Machine {

  /** Told of every operation. */
  @FunctionalInterface
  public interface Observer {
    /** Nobody. */
    Observer NONE = step -> {};

    /** Called before an operation has any effect. Must not use the machine's ports. */
    void before(Step step);
  }

  /** Decides which thread goes on. */
  @FunctionalInterface
  public interface Turns {
    /** Every thread at once. */
    Turns FREE = () -> {};

    /** Called before each operation, outside of every lock of the machine; may wait. */
    void await();
  }

  /** Decides which operations fail. */
  @FunctionalInterface
  public interface Failing {
    /** None. */
    Failing NOTHING = step -> Optional.empty();

    /**
     * Called before an operation has any effect, behind the observer. Must not use the machine's
     * ports.
     *
     * @return how it fails, or empty if it does not
     */
    Optional<MachineFault> at(Step step);
  }

  /**
   * An operation that is about to be done, or, where its name ends in {@link Faults#DONE}, one that
   * has had its effect and is about to return.
   *
   * @param number counts from 0, over all ports and processes
   * @param name the method of {@code Vfs} or {@code VfsFile}, or a constant of the fakes
   * @param subject the path, of two the new name, or the chunk's name, or the key
   */
  public record Step(long number, String name, String subject) {
    @Override
    public String toString() {
      return number + " " + name + " " + subject;
    }
  }

  private final Path catalogRoot;
  private final Path hotRoot;
  private final SimulatedDisk disk;
  private final Kernel kernel = new MachineKernel();
  private final MemoryMetaStores catalog;
  private final MemoryHotStores hot;
  private final DatabaseFaults databaseFaults;
  private final Set<Path> failingSyncs = new HashSet<>();
  private final Set<Long> lostDevices = new HashSet<>();
  private final List<MachineVfs> processes = new ArrayList<>();
  private volatile Turns turns = Turns.FREE;
  private Observer observer = Observer.NONE;
  private Failing failing = Failing.NOTHING;
  private boolean quiet;
  private long steps;
  private long version;

  /**
   * A machine with an empty disk.
   *
   * @param catalogRoot where the catalog's database will be, in the directory {@code rocksdb}
   * @param hotRoot where the hot databases will be
   */
  public Machine(Path catalogRoot, Path hotRoot) {
    this.catalogRoot = catalogRoot;
    this.hotRoot = hotRoot;
    this.disk = new SimulatedDisk(false);
    MachineVfs databases = new MachineVfs(kernel);
    this.catalog = new MemoryMetaStores(databases, catalogRoot, this::step);
    this.hot = new MemoryHotStores(databases, hotRoot, this::step);
    this.databaseFaults = new DatabaseFaults(catalogRoot, hotRoot);
  }

  /** Boots a machine from the contents of another; nothing is shared with it. */
  Machine(Moment moment, SimulatedDisk disk) {
    this.catalogRoot = moment.catalogRoot();
    this.hotRoot = moment.hotRoot();
    this.disk = disk;
    MachineVfs databases = new MachineVfs(kernel);
    this.catalog = moment.catalog().restarted(databases, this::step);
    this.hot = moment.hot().restarted(databases, this::step);
    this.databaseFaults = new DatabaseFaults(catalogRoot, hotRoot);
  }

  // ---- the ports
  // ---------------------------------------------------------------------------------

  /** The disk as one more process sees it: same files, locks of its own. */
  public synchronized Vfs newProcess() {
    MachineVfs process = new MachineVfs(kernel);
    processes.add(process);
    return process;
  }

  /** The catalog's store. */
  public MetaStores catalog() {
    return catalog;
  }

  /** The hot databases. */
  public HotStores hot() {
    return hot;
  }

  // ---- the simulation
  // ----------------------------------------------------------------------------

  /** Sets who is told of every operation from now on. */
  public synchronized void observe(Observer next) {
    observer = next;
  }

  /**
   * Sets which operations fail from now on. An operation that fails has had no effect, but for two:
   * of a write that fails for want of space or of a device, the first half is done, and a sync
   * keeps to {@link MachineRule#A_FAILED_SYNC_DROPS_WHAT_IT_COVERED}. Where a database's operation
   * fails under a name that ends in {@link Faults#DONE}, its effect is in place.
   */
  public synchronized void failing(Failing next) {
    failing = next;
  }

  /** Sets who decides, before each operation, which thread goes on. */
  public void turns(Turns next) {
    turns = next;
  }

  /** How many operations there were so far. */
  public synchronized long steps() {
    return steps;
  }

  /** Changes with every operation that may have changed what is visible or what is durable. */
  public synchronized long version() {
    return version;
  }

  /** The machine as it is now, to boot others from. */
  public synchronized Moment moment() {
    return new Moment(
        catalogRoot,
        hotRoot,
        disk.copy(true),
        catalog.restarted(new MachineVfs(kernel), Faults.NONE),
        hot.restarted(new MachineVfs(kernel), Faults.NONE));
  }

  /** The {@link Moment#digest} of this moment, without making one. */
  public synchronized long digest(Relevance relevance) {
    return new MomentDigest(catalog, hot, relevance).of(disk);
  }

  /** Does something that is not told to the observer and not counted. */
  public <T> T quietly(Supplier<T> body) {
    boolean before;
    synchronized (this) {
      before = quiet;
      quiet = true;
    }
    try {
      return body.get();
    } finally {
      synchronized (this) {
        quiet = before;
      }
    }
  }

  /** The next sync of this file or directory fails. */
  public synchronized void failNextSync(Path path) {
    failingSyncs.add(path);
  }

  /**
   * Says whether files can be read past the cache, here and on each machine that is booted from
   * this one; they can unless this is told otherwise.
   */
  public synchronized void readsPastCache(boolean possible) {
    disk.readsPastCache(possible);
  }

  /**
   * Cuts a volume off: rule {@link MachineRule#VOLUMES_ARE_CUT_EACH_AT_ITS_OWN_INSTANT}. From now
   * on every operation on it fails with {@link MachineFault#IO_ERROR} and changes nothing, what is
   * not durable stays so, and all other volumes go on. A machine that is booted from this one has
   * it again.
   *
   * @param path any place on it
   */
  public synchronized void loseVolume(Path path) {
    lostDevices.add(disk.deviceOf(path));
  }

  /** Makes a directory that is the top of a file system of its own, durable at once. */
  public synchronized void mount(Path path) {
    try {
      disk.mount(path);
      version++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether what stands at a path, or that nothing does, would survive any power cut: its entry,
   * each entry above it, and a file's content.
   */
  public synchronized boolean isDurable(Path path) {
    return disk.isDurable(path);
  }

  // ---- looking inside
  // ----------------------------------------------------------------------------

  /** How many files, stores, views and cursors are open, over all processes. */
  public synchronized long openHandles() {
    long files = processes.stream().mapToLong(MachineVfs::openFiles).sum();
    return files + catalog.openHandles() + hot.openHandles();
  }

  /** Every path that is visible: a file with its content, a directory with none. */
  public synchronized SortedMap<String, Optional<ByteBuffer>> tree() {
    SortedMap<String, Optional<ByteBuffer>> tree = new TreeMap<>();
    collect("", disk.root(), tree);
    return tree;
  }

  private static void collect(
      String path, DirectoryNode directory, SortedMap<String, Optional<ByteBuffer>> tree) {
    directory
        .visible()
        .forEach(
            (name, node) -> {
              String child = path + "/" + name;
              if (node instanceof DirectoryNode below) {
                tree.put(child, Optional.empty());
                collect(child, below, tree);
              } else {
                byte[] content = ((FileNode) node).visible();
                tree.put(child, Optional.of(ByteBuffer.wrap(content).asReadOnlyBuffer()));
              }
            });
  }

  /** All entries of the catalog's database, or empty if there is none that can be opened. */
  public synchronized Optional<SortedMap<String, String>> catalogEntries() {
    return marker(catalogRoot.resolve("rocksdb")).flatMap(catalog::contentOf);
  }

  /** What a chunk's hot database holds, or empty if there is none that can be opened. */
  public synchronized Optional<SortedMap<ColumnFamily, SortedMap<ByteBuffer, ByteBuffer>>>
      hotContent(ChunkId chunk) {
    return marker(HotDirectories.place(hotRoot, chunk)).flatMap(hot::contentOf);
  }

  private Optional<String> marker(Path directory) {
    try {
      return disk.find(directory.resolve("CURRENT")) instanceof FileNode file
          ? Optional.of(new String(file.visible(), ISO_8859_1))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  // ---- for the file system and the fakes
  // ---------------------------------------------------------

  /**
   * An operation of something else that is used beside this machine, and counts with its own: a
   * lake.
   *
   * @param failure what the operation fails with
   */
  public void operation(
      String name, String subject, Function<MachineFault, ? extends RuntimeException> failure) {
    turns.await();
    synchronized (this) {
      Optional<MachineFault> fault = tell(name, subject);
      if (fault.isPresent()) {
        throw failure.apply(fault.get());
      }
    }
  }

  private Optional<MachineFault> tell(String name, String subject) {
    if (quiet) {
      return Optional.empty();
    }
    Step step = new Step(steps++, name, subject);
    observer.before(step);
    return failing.at(step);
  }

  /** What the fakes ask before and behind each operation. */
  private void step(String name, String subject) {
    turns.await();
    synchronized (this) {
      if (name.endsWith(Faults.DONE)) {
        version++;
      }
      Optional<MachineFault> fault = tell(name, subject);
      if (isLost(name.startsWith("hot ") ? hotRoot : catalogRoot)) {
        throw databaseFaults.of(MachineFault.IO_ERROR, name, subject);
      }
      if (fault.isPresent()) {
        throw databaseFaults.of(fault.get(), name, subject);
      }
    }
  }

  private boolean isLost(Path path) {
    return !lostDevices.isEmpty() && lostDevices.contains(disk.deviceOf(path));
  }

  private void requireNotLost(Path path) throws IOException {
    if (isLost(path)) {
      throw MachineFault.IO_ERROR.on(path);
    }
  }

  /** Waits for its turn, tells the observer, and fails or does the step. */
  private final class MachineKernel implements Kernel {

    @Override
    public Object monitor() {
      return Machine.this;
    }

    @Override
    public <T> T look(String name, Path path, DiskStep<T> step) throws IOException {
      turns.await();
      synchronized (Machine.this) {
        Optional<MachineFault> fault = tell(name, path.toString());
        requireNotLost(path);
        if (fault.isPresent()) {
          throw fault.get().on(path);
        }
        return step.on(disk);
      }
    }

    @Override
    public <T> T change(String name, Path path, DiskStep<T> step, FailedStep failed)
        throws IOException {
      turns.await();
      synchronized (Machine.this) {
        Optional<MachineFault> fault = tell(name, path.toString());
        requireNotLost(path);
        version++;
        if (fault.isPresent()) {
          failed.on(disk, fault.get());
          throw fault.get().on(path);
        }
        return step.on(disk);
      }
    }

    @Override
    public boolean takesSyncFailure(Path path) {
      return failingSyncs.remove(path);
    }

    @Override
    public boolean isLost(Path path) {
      return Machine.this.isLost(path);
    }
  }
}
