package dev.permafrost.rocksdb;

import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.hot.HotStores;
import java.nio.file.Path;
import org.rocksdb.RocksDB;

/**
 * Makes the catalog's store and the hot databases over RocksDB.
 *
 * <p>Making them touches no file. The native library is loaded here: from {@code java.library.path}
 * where it is on it, else RocksDB extracts it to the temporary directory.
 */
public final class RocksDbStores {

  private RocksDbStores() {}

  /**
   * The store of the catalog, at {@code {catalog}/rocksdb} (docs/protocol.md, "Layout").
   *
   * @param catalogRoot the catalog root; it need not exist yet
   */
  public static MetaStores metaStores(Path catalogRoot) {
    RocksDB.loadLibrary();
    return new RocksDbMetaStores(catalogRoot.toAbsolutePath());
  }

  /**
   * The hot databases, each at {@code {hot}/{chunk:08d}} (docs/protocol.md, "Layout").
   *
   * @param hotRoot the hot root; it need not exist yet
   */
  public static HotStores hotStores(Path hotRoot) {
    RocksDB.loadLibrary();
    return new RocksDbHotStores(hotRoot.toAbsolutePath());
  }

  /**
   * How many native objects of RocksDB's this adapter holds in this process: 0 when all that it
   * opened is closed. Nothing else tells of one that was forgotten, since no collector frees it.
   */
  public static long nativeObjects() {
    return NativeHandles.live();
  }
}
