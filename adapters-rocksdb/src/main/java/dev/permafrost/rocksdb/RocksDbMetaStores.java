package dev.permafrost.rocksdb;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Creates and opens the RocksDB of the catalog, in the directory {@code rocksdb} of its root, with
 * its witness. As for a hot database, the witness is compared before the database is opened for
 * writing, which would delete the evidence.
 */
final class RocksDbMetaStores implements MetaStores {

  private static final String DIRECTORY = "rocksdb";

  private final Path path;
  private final Failures failures;

  RocksDbMetaStores(Path catalogRoot) {
    this.path = catalogRoot.resolve(DIRECTORY);
    this.failures = Failures.ofCatalog(path);
  }

  @Override
  public String location() {
    return path.toString();
  }

  @Override
  public DatabaseLook look() {
    try {
      return new DatabaseDirectory(path).look();
    } catch (IOException e) {
      throw failures.translateRead("look at", e);
    }
  }

  @Override
  public List<String> sharedFiles() {
    try {
      return new DatabaseDirectory(path).shared();
    } catch (IOException e) {
      throw failures.translateRead("look at", e);
    }
  }

  @Override
  @MustBeClosed
  public MetaStore create() {
    if (look() == DatabaseLook.PRESENT) {
      throw new IllegalStateException("a catalog is never made over another: " + path);
    }
    try {
      DatabaseDirectory directory = new DatabaseDirectory(path);
      if (directory.hasContent()) {
        throw failures.damaged(
            "its file CURRENT is missing, and its tables or logs are there", null);
      }
      directory.clear();
      Files.createDirectories(path);
    } catch (IOException e) {
      throw failures.translate("create", e);
    }
    // First, so that there is never a database without a witness.
    return open(
        WitnessFile.create(path, WitnessFile.CATALOG, failures, 0), OpenDatabase.Mode.CREATE);
  }

  @Override
  @MustBeClosed
  public MetaStore openExisting() {
    try (MetaStore whole = openReadOnly()) {
      // A damaged table is detected when it is read, and opening for writing changes files.
      whole.scan("");
    }
    RocksDbMetaStore store =
        open(WitnessFile.open(path, WitnessFile.CATALOG, failures), OpenDatabase.Mode.WRITE);
    try {
      // Otherwise its lags from several power cuts would add up.
      store.syncWitness();
      return store;
    } catch (RuntimeException | Error e) {
      closeAfter(e, store);
      throw e;
    }
  }

  @Override
  @MustBeClosed
  public MetaStore openReadOnly() {
    WitnessReading witness = readWitness();
    RocksDbMetaStore store = openToRead();
    try {
      requireWhole(store, witness);
      return store;
    } catch (RuntimeException | Error e) {
      closeAfter(e, store);
      throw e;
    }
  }

  @Override
  public Reading readAsIs() {
    WitnessReading witness = readWitness();
    try (RocksDbMetaStore store = openToRead()) {
      return new Reading(store.changes(), witness, store.scan(""));
    }
  }

  @Override
  public void acceptAsIs() {
    long changes = readAsIs().changes();
    DatabaseDirectory directory = new DatabaseDirectory(path);
    // A witness is never ahead of the durable changes, and the process that wrote these files may
    // not have synced them.
    directory.syncFiles(failures);
    WitnessFile.rewrite(path, WitnessFile.CATALOG, failures, changes);
    directory.sync(failures);
  }

  /**
   * Must be read before the database, or the changes of a concurrent writer would seem to be
   * missing.
   */
  private WitnessReading readWitness() {
    requirePresent();
    return WitnessFile.read(path, WitnessFile.CATALOG, failures);
  }

  private RocksDbMetaStore openToRead() {
    return new RocksDbMetaStore(OpenDatabase.open(plan(), OpenDatabase.Mode.READ), null);
  }

  /** Rejects a database that has fewer changes than its witness says. */
  private void requireWhole(RocksDbMetaStore store, WitnessReading witness) {
    long changes = store.changes();
    String damage =
        witness
            .damage()
            .orElse("it holds " + changes + " changes, its witness says " + witness.sequence());
    if (!new Reading(changes, witness, List.of()).isWhole()) {
      // Unreadable files are reported first: such a database cannot be accepted as it is.
      store.scan("");
      throw failures.damagedWitness(damage);
    }
  }

  private void requirePresent() {
    try {
      String missing = new DatabaseDirectory(path).missing();
      if (missing != null) {
        throw failures.damaged(missing, null);
      }
    } catch (IOException e) {
      throw failures.translateRead("look at", e);
    }
  }

  private static void closeAfter(Throwable first, MetaStore store) {
    try {
      store.close();
    } catch (RuntimeException e) {
      first.addSuppressed(e);
    }
  }

  private RocksDbMetaStore open(WitnessFile witness, OpenDatabase.Mode mode) {
    try {
      return new RocksDbMetaStore(OpenDatabase.open(plan(), mode), witness);
    } catch (RuntimeException | Error e) {
      witness.closeAfter(e);
      throw e;
    }
  }

  private OpenDatabase.Plan plan() {
    return new OpenDatabase.Plan(
        path, DatabaseOptions.CATALOG, Set.of(RocksDbMetaStore.FAMILY), false, failures);
  }
}
