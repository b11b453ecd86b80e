package dev.permafrost.rocksdb;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Makes and opens the RocksDB of the catalog, in the directory {@code rocksdb} of its root. */
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
  public Look look() {
    try {
      return switch (new DatabaseDirectory(path).look()) {
        case MISSING -> Look.MISSING;
        case GUTTED -> Look.GUTTED;
        case PRESENT -> Look.PRESENT;
      };
    } catch (IOException e) {
      throw failures.translate("look at", e);
    }
  }

  @Override
  @MustBeClosed
  public MetaStore create() {
    if (look() == Look.PRESENT) {
      throw new IllegalStateException("a catalog is never made over another: " + path);
    }
    try {
      new DatabaseDirectory(path).clear();
      Files.createDirectories(path);
    } catch (IOException e) {
      throw failures.translate("create", e);
    }
    return open(OpenDatabase.Mode.CREATE);
  }

  @Override
  @MustBeClosed
  public MetaStore openExisting() {
    requirePresent();
    return open(OpenDatabase.Mode.WRITE);
  }

  @Override
  @MustBeClosed
  public MetaStore openReadOnly() {
    requirePresent();
    return open(OpenDatabase.Mode.READ);
  }

  private void requirePresent() {
    try {
      String missing = new DatabaseDirectory(path).missing();
      if (missing != null) {
        throw failures.damaged(missing, null);
      }
    } catch (IOException e) {
      throw failures.translate("look at", e);
    }
  }

  private MetaStore open(OpenDatabase.Mode mode) {
    return new RocksDbMetaStore(
        OpenDatabase.open(
            new OpenDatabase.Plan(
                path, DatabaseOptions.CATALOG, Set.of(RocksDbMetaStore.FAMILY), false, failures),
            mode));
  }
}
