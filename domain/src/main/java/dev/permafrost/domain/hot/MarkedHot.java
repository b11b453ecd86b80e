package dev.permafrost.domain.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import java.util.Optional;
import java.util.Set;

/**
 * The first step of the hot bracket, done: the chunk is {@code transient} in the catalog. There is
 * no other way to make or remove a hot directory.
 */
final class MarkedHot {

  private final Catalog catalog;
  private final HotStores stores;
  private final HotDirectories directories;
  private final ChunkId chunk;

  private MarkedHot(Catalog catalog, HotStores stores, HotDirectories directories, ChunkId chunk) {
    this.catalog = catalog;
    this.stores = stores;
    this.directories = directories;
    this.chunk = chunk;
  }

  /** Marks the chunk, before its directory is touched. */
  static MarkedHot mark(
      Catalog catalog,
      HotStores stores,
      HotDirectories directories,
      ChunkId chunk,
      Optional<String> network) {
    catalog.markTransient(chunk, network);
    return new MarkedHot(catalog, stores, directories, chunk);
  }

  /**
   * Empties the directory and makes a database in it, durably.
   *
   * @param witness the sequence that its witness says
   */
  @SuppressWarnings("MustBeClosedChecker") // handed over with what is returned
  DurableHot make(Set<ColumnFamily> families, long witness) {
    directories.wipe(chunk, stores::isKnownName);
    directories.make(chunk);
    HotStore store = stores.create(chunk, families, witness);
    try {
      directories.makeDurable(chunk);
      return new DurableHot(catalog, store);
    } catch (RuntimeException | Error e) {
      HotPlaces.closeSuppressing(store::close, e);
      throw e;
    }
  }

  /** Removes the directory with all that is in it, durably. */
  RemovedHot remove() {
    directories.wipe(chunk, stores::isKnownName);
    directories.makeRemovalDurable(chunk);
    return new RemovedHot(catalog, chunk);
  }

  /** A database that is durable under {@code transient}. Only this can be called ready. */
  static final class DurableHot {
    private final Catalog catalog;
    private final HotStore store;

    private DurableHot(Catalog catalog, HotStore store) {
      this.catalog = catalog;
      this.store = store;
    }

    /** Calls the chunk {@code ready}, and gives its database to the caller; closed if it throws. */
    @MustBeClosed
    HotStore flip() {
      try {
        catalog.confirmReady(store.chunk());
        return store;
      } catch (RuntimeException | Error e) {
        HotPlaces.closeSuppressing(store::close, e);
        throw e;
      }
    }
  }

  /** A directory that is durably gone. Only then may the key go. */
  static final class RemovedHot {
    private final Catalog catalog;
    private final ChunkId chunk;

    private RemovedHot(Catalog catalog, ChunkId chunk) {
      this.catalog = catalog;
      this.chunk = chunk;
    }

    /** Deletes the key. */
    void deleteKey() {
      catalog.deleteHot(chunk);
    }
  }
}
