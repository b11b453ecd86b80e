package dev.permafrost.rocksdb;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Creates and opens one RocksDB for each chunk, in the chunk's directory below the hot root. */
final class RocksDbHotStores implements HotStores {

  private final Path hotRoot;

  RocksDbHotStores(Path hotRoot) {
    this.hotRoot = hotRoot;
  }

  @Override
  public String locate(ChunkId chunk) {
    return path(chunk).toString();
  }

  @Override
  public DatabaseLook look(ChunkId chunk) {
    try {
      return new DatabaseDirectory(path(chunk)).look();
    } catch (IOException e) {
      throw failures(chunk).translateRead("look at", e);
    }
  }

  @Override
  public boolean isKnownName(String name) {
    return DatabaseNames.isKnown(name);
  }

  @Override
  public List<String> foreignEntries(ChunkId chunk) {
    try {
      return new DatabaseDirectory(path(chunk)).foreign().stream().map(Path::toString).toList();
    } catch (IOException e) {
      throw failures(chunk).translateRead("look at", e);
    }
  }

  @Override
  public List<String> sharedFiles(ChunkId chunk) {
    try {
      return new DatabaseDirectory(path(chunk)).shared();
    } catch (IOException e) {
      throw failures(chunk).translateRead("look at", e);
    }
  }

  @Override
  public WitnessReading readWitness(ChunkId chunk) {
    return WitnessFile.read(path(chunk), chunk.value(), failures(chunk));
  }

  @Override
  public void rewriteWitness(ChunkId chunk, long sequence) {
    WitnessFile.rewrite(path(chunk), chunk.value(), failures(chunk), sequence);
  }

  @Override
  @MustBeClosed
  public HotStore create(ChunkId chunk, Set<ColumnFamily> families, long witnessSequence) {
    if (!families.contains(ColumnFamily.DEFAULT)) {
      throw new IllegalArgumentException("a hot database without the family of facts: " + families);
    }
    Path path = path(chunk);
    makeEmptyDirectory(chunk, path);
    // First, because it is used to test whether the volume supports direct I/O.
    WitnessFile witness = WitnessFile.create(path, chunk.value(), failures(chunk), witnessSequence);
    return open(chunk, families, witness, OpenDatabase.Mode.CREATE);
  }

  private void makeEmptyDirectory(ChunkId chunk, Path path) {
    try {
      Files.createDirectories(path);
      if (!new DatabaseDirectory(path).isEmpty()) {
        throw new IllegalStateException("a hot database is made in an empty directory: " + path);
      }
    } catch (IOException e) {
      throw failures(chunk).translate("create", e);
    }
  }

  @Override
  @MustBeClosed
  public HotStore openExisting(ChunkId chunk, Set<ColumnFamily> families) {
    WitnessFile witness = WitnessFile.open(path(chunk), chunk.value(), requirePresent(chunk));
    try {
      requireFamilies(chunk, families);
      // Checked as late as possible, because RocksDB would create a missing directory.
      requirePresent(chunk);
    } catch (RuntimeException | Error e) {
      witness.closeAfter(e);
      throw e;
    }
    return open(chunk, families, witness, OpenDatabase.Mode.WRITE);
  }

  private HotStore open(
      ChunkId chunk, Set<ColumnFamily> families, WitnessFile witness, OpenDatabase.Mode mode) {
    try {
      boolean directIo = DirectIo.worksOn(WitnessFile.in(path(chunk)));
      OpenDatabase database = OpenDatabase.open(plan(chunk, families, directIo), mode);
      return new RocksDbHotStore(chunk, path(chunk), database, witness);
    } catch (RuntimeException | Error e) {
      witness.closeAfter(e);
      throw e;
    }
  }

  @Override
  @MustBeClosed
  public HotView openReadOnly(ChunkId chunk, Set<ColumnFamily> families) {
    requirePresent(chunk);
    requireFamilies(chunk, families);
    OpenDatabase database = OpenDatabase.open(plan(chunk, families, false), OpenDatabase.Mode.READ);
    return new RocksDbHotView(chunk, path(chunk), database);
  }

  @Override
  public long sizeBytes(ChunkId chunk) {
    try {
      return new DatabaseDirectory(path(chunk)).sizeBytes();
    } catch (IOException e) {
      throw failures(chunk).translateRead("measure", e);
    }
  }

  /** Checks that a database exists, and throws if not. */
  private Failures requirePresent(ChunkId chunk) {
    Failures failures = failures(chunk);
    try {
      String missing = new DatabaseDirectory(path(chunk)).missing();
      if (missing != null) {
        throw failures.damaged(missing, null);
      }
      return failures;
    } catch (IOException e) {
      throw failures.translateRead("look at", e);
    }
  }

  /**
   * Compares the families of a database with the requested ones.
   *
   * <p>RocksDB's listing hides its errors: it returns no family, or only the default one, if the
   * manifest is damaged or cannot be read. So if the lists differ, opening the family that every
   * database has must first confirm that nothing else is wrong.
   */
  private void requireFamilies(ChunkId chunk, Set<ColumnFamily> families) {
    Set<String> expected = names(families);
    if (!OpenDatabase.listFamilies(path(chunk), failures(chunk)).equals(expected)) {
      Set<ColumnFamily> inEveryDatabase = Set.of(ColumnFamily.DEFAULT);
      OpenDatabase.open(plan(chunk, inEveryDatabase, false), OpenDatabase.Mode.READ).close();
      Set<String> found = OpenDatabase.listFamilies(path(chunk), failures(chunk));
      if (!found.equals(expected)) {
        throw new OtherColumnFamilies(chunk, locate(chunk), expected, found);
      }
    }
  }

  private OpenDatabase.Plan plan(ChunkId chunk, Set<ColumnFamily> families, boolean directIo) {
    return new OpenDatabase.Plan(
        path(chunk), DatabaseOptions.HOT, names(families), directIo, failures(chunk));
  }

  private static Set<String> names(Set<ColumnFamily> families) {
    return families.stream().map(ColumnFamily::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private Path path(ChunkId chunk) {
    return HotDirectories.place(hotRoot, chunk);
  }

  private Failures failures(ChunkId chunk) {
    return Failures.ofHot(chunk, path(chunk));
  }
}
