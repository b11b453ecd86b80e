package dev.permafrost.testkit.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.testkit.disk.MarkedDirectory;
import dev.permafrost.testkit.disk.VfsPaths;
import dev.permafrost.testkit.fault.Faults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * A fake of the hot databases. The directory of each lies in a {@link Vfs}, with a file {@code
 * CURRENT} that names what the database holds, which is kept in memory, and a real witness. So
 * directories that are wiped, removed or lost in a power cut behave as those of a real database do;
 * each commit is durable when it returns.
 *
 * <p>Before each operation it asks a {@link Faults}, under the names below, with the chunk's name
 * as the subject. What its cursors lend is overwritten as soon as it is no longer valid. Safe for
 * several threads.
 */
public final class MemoryHotStores implements HotStores {

  /** The operations by their names, each of one method; the witness is synced on closing too. */
  public static final String LOOK = "hot look";

  public static final String FOREIGN = "hot foreign entries";
  public static final String SHARED = "hot shared files";
  public static final String READ_WITNESS = "hot read witness";
  public static final String REWRITE_WITNESS = "hot rewrite witness";
  public static final String CREATE = "hot create";
  public static final String OPEN = "hot open";
  public static final String OPEN_READ_ONLY = "hot open read-only";
  public static final String SIZE = "hot size";
  public static final String COMMIT = "hot commit";
  public static final String RECORD_WITNESS = "hot record witness";
  public static final String SYNC_WITNESS = "hot sync witness";
  public static final String HIGHEST_KEY = "hot highest key";
  public static final String CURSOR = "hot cursor";
  public static final String NEXT = "hot next";

  private final Vfs vfs;
  private final Path hotRoot;
  private final Faults faults;
  private final Map<String, MemoryDatabase> databases = new ConcurrentHashMap<>();
  private final AtomicLong open = new AtomicLong();

  /** A fake whose directories are below a hot root. */
  public MemoryHotStores(Vfs vfs, Path hotRoot, Faults faults) {
    this.vfs = vfs;
    this.hotRoot = hotRoot;
    this.faults = faults;
  }

  /**
   * The same databases as a restarted process sees them, on the same file system or on an image of
   * it: what is committed now, with nothing open. The two are independent from then on.
   */
  public MemoryHotStores restarted(Vfs newVfs, Faults newFaults) {
    MemoryHotStores restarted = new MemoryHotStores(newVfs, hotRoot, newFaults);
    databases.forEach((id, database) -> restarted.databases.put(id, database.copy()));
    return restarted;
  }

  /**
   * What a database holds now, for a simulation that looks inside; empty if there never was one of
   * that name.
   *
   * @param marker what its file {@code CURRENT} says
   */
  public Optional<SortedMap<ColumnFamily, SortedMap<ByteBuffer, ByteBuffer>>> contentOf(
      String marker) {
    return Optional.ofNullable(databases.get(marker)).map(MemoryDatabase::content);
  }

  /** How many stores, views and cursors are open. */
  public long openHandles() {
    return open.get();
  }

  @Override
  public String locate(ChunkId chunk) {
    return path(chunk).toString();
  }

  @Override
  public DatabaseLook look(ChunkId chunk) {
    faults.before(LOOK, chunk.name());
    return io(chunk, "look at", () -> directory(chunk).look());
  }

  @Override
  public boolean isKnownName(String name) {
    return MarkedDirectory.isKnown(name);
  }

  @Override
  public List<String> foreignEntries(ChunkId chunk) {
    faults.before(FOREIGN, chunk.name());
    return io(
        chunk, "look at", () -> directory(chunk).foreign().stream().map(Path::toString).toList());
  }

  @Override
  public List<String> sharedFiles(ChunkId chunk) {
    faults.before(SHARED, chunk.name());
    return io(chunk, "look at", () -> directory(chunk).shared());
  }

  @Override
  public WitnessReading readWitness(ChunkId chunk) {
    faults.before(READ_WITNESS, chunk.name());
    return io(chunk, "read the witness of", () -> MemoryWitness.read(vfs, path(chunk), chunk));
  }

  @Override
  public void rewriteWitness(ChunkId chunk, long sequence) {
    faults.before(REWRITE_WITNESS, chunk.name());
    try {
      MemoryWitness.write(vfs, path(chunk), chunk, sequence).close();
    } catch (IOException e) {
      throw failure(chunk, "write the witness of", e);
    }
    faults.before(REWRITE_WITNESS + Faults.DONE, chunk.name());
  }

  @Override
  @MustBeClosed
  public HotStore create(ChunkId chunk, Set<ColumnFamily> families, long witnessSequence) {
    if (!families.contains(ColumnFamily.DEFAULT)) {
      throw new IllegalArgumentException("a hot database without the family of facts: " + families);
    }
    faults.before(CREATE, chunk.name());
    MemoryDatabase database = new MemoryDatabase(families);
    MemoryWitness witness;
    try {
      if (!directory(chunk).isEmpty()) {
        throw new IllegalStateException(
            "a hot database is made in an empty directory: " + locate(chunk));
      }
      VfsPaths.makeDirectories(vfs, path(chunk));
      databases.put(directory(chunk).mark(), database);
      witness = MemoryWitness.write(vfs, path(chunk), chunk, witnessSequence);
    } catch (IOException e) {
      throw failure(chunk, "create", e);
    }
    return opened(chunk, database, witness, CREATE);
  }

  @Override
  @MustBeClosed
  public HotStore openExisting(ChunkId chunk, Set<ColumnFamily> families) {
    faults.before(OPEN, chunk.name());
    MemoryDatabase database = find(chunk, families);
    MemoryWitness witness;
    try {
      if (MemoryWitness.read(vfs, path(chunk), chunk).state() != WitnessReading.State.SOUND) {
        throw HotStoreDamaged.ofWitness(
            chunk, locate(chunk), "its witness is missing or not sound");
      }
      witness = MemoryWitness.open(vfs, path(chunk), chunk);
    } catch (IOException e) {
      throw failure(chunk, "open", e);
    }
    return opened(chunk, database, witness, OPEN);
  }

  private HotStore opened(
      ChunkId chunk, MemoryDatabase database, MemoryWitness witness, String operation) {
    try {
      faults.before(operation + Faults.DONE, chunk.name());
      if (!database.lock()) {
        throw new HotStoreUnavailable(chunk, locate(chunk), "its lock is held", null);
      }
      return new MemoryHotStore(
          opening(chunk, database), witness, (action, e) -> failure(chunk, action, e));
    } catch (RuntimeException e) {
      try {
        witness.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  @Override
  @MustBeClosed
  public HotView openReadOnly(ChunkId chunk, Set<ColumnFamily> families) {
    faults.before(OPEN_READ_ONLY, chunk.name());
    MemoryDatabase database = find(chunk, families);
    return new MemoryHotView(opening(chunk, database), OptionalLong.of(database.now()));
  }

  @Override
  public long sizeBytes(ChunkId chunk) {
    faults.before(SIZE, chunk.name());
    return io(chunk, "measure", () -> directory(chunk).sizeBytes());
  }

  /** Something that the file system may refuse. */
  private interface Step<T> {
    T run() throws IOException;
  }

  private <T> T io(ChunkId chunk, String action, Step<T> step) {
    try {
      return step.run();
    } catch (IOException e) {
      throw failure(chunk, action, e);
    }
  }

  private MemoryDatabase find(ChunkId chunk, Set<ColumnFamily> families) {
    try {
      directory(chunk)
          .missing()
          .ifPresent(
              missing -> {
                throw damaged(chunk, missing);
              });
      MemoryDatabase database = databases.get(directory(chunk).id());
      if (database == null) {
        throw damaged(chunk, "CURRENT names no database");
      }
      if (!database.families().equals(new TreeSet<>(families))) {
        throw new OtherColumnFamilies(
            chunk, locate(chunk), names(families), names(database.families()));
      }
      return database;
    } catch (IOException e) {
      throw failure(chunk, "open", e);
    }
  }

  private MemoryHotView.Opening opening(ChunkId chunk, MemoryDatabase database) {
    return new MemoryHotView.Opening(chunk, locate(chunk), database, faults, open);
  }

  private StorageFailure damaged(ChunkId chunk, String damage) {
    return new HotStoreDamaged(chunk, locate(chunk), damage, null);
  }

  private StorageFailure failure(ChunkId chunk, String action, IOException error) {
    StorageFailure failure =
        SystemErrors.translate(error, action, locate(chunk), SystemState.UNKNOWN);
    return failure instanceof StorageUnavailable
        ? new HotStoreUnavailable(
            chunk, locate(chunk), "cannot " + action + ": " + error.getMessage(), error)
        : failure;
  }

  private static Set<String> names(Set<ColumnFamily> families) {
    return families.stream().map(ColumnFamily::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private MarkedDirectory directory(ChunkId chunk) {
    return new MarkedDirectory(vfs, path(chunk));
  }

  private Path path(ChunkId chunk) {
    return HotDirectories.place(hotRoot, chunk);
  }
}
