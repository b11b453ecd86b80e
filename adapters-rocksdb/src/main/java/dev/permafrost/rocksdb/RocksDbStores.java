package dev.permafrost.rocksdb;

import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.failure.PathRules;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.natives.NativeLibrary;
import java.nio.file.Path;
import java.util.Optional;
import org.rocksdb.RocksDB;

/**
 * Creates the catalog's store and the hot databases over RocksDB.
 *
 * <p>Creating them accesses no file, but loads the native library: from {@code java.library.path}
 * if it is there, otherwise RocksDB extracts it to the temporary directory.
 */
public final class RocksDbStores {

  /** The environment variable for the directory that RocksDB extracts its library to. */
  private static final String EXTRACTED_TO = "ROCKSDB_SHAREDLIB_DIR";

  private static final NativeLibrary LIBRARY =
      new NativeLibrary(
          "rocksdbjni",
          () -> Optional.ofNullable(System.getenv(EXTRACTED_TO)),
          RocksDB::loadLibrary);

  private RocksDbStores() {}

  /**
   * Loads the native library, if it is not loaded yet; creating the stores does it, too.
   *
   * @throws dev.permafrost.ports.failure.NativeLibraryUnavailable if it cannot be loaded
   */
  public static void loadLibrary() {
    LIBRARY.require();
  }

  /**
   * The store of the catalog, at {@code {catalog}/rocksdb} (docs/protocol.md, "Layout").
   *
   * @param catalogRoot the catalog root; it need not exist yet
   * @throws dev.permafrost.ports.failure.UnusablePath if the path cannot be passed to RocksDB
   * @throws dev.permafrost.ports.failure.NativeLibraryUnavailable if the library cannot be loaded
   */
  public static MetaStores metaStores(Path catalogRoot) {
    requireUsable(catalogRoot);
    return new RocksDbMetaStores(catalogRoot.toAbsolutePath());
  }

  /**
   * The hot databases, each at {@code {hot}/{chunk:08d}} (docs/protocol.md, "Layout").
   *
   * @param hotRoot the hot root; it need not exist yet
   * @throws dev.permafrost.ports.failure.UnusablePath if the path cannot be passed to RocksDB
   * @throws dev.permafrost.ports.failure.NativeLibraryUnavailable if the library cannot be loaded
   */
  public static HotStores hotStores(Path hotRoot) {
    requireUsable(hotRoot);
    return new RocksDbHotStores(hotRoot.toAbsolutePath());
  }

  /** Paths are passed to RocksDB in the JVM's modified UTF-8, whatever the locale is. */
  private static void requireUsable(Path root) {
    PathRules.requireSayable(root.toAbsolutePath());
    loadLibrary();
  }

  /**
   * How many native objects of RocksDB this adapter holds in this process: 0 when everything is
   * closed. It is the only way to find a leaked one, since no garbage collector frees it.
   */
  public static long nativeObjects() {
    return NativeHandles.live();
  }
}
