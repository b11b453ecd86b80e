package dev.permafrost.domain.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.HotStore;
import java.util.Optional;

/**
 * The first step of the hot bracket is done: the chunk is {@code transient} in the catalog. A mark
 * is the only way to make or remove a hot directory.
 */
final class MarkedHot {

  private final HotParts parts;
  private final ChunkId chunk;

  private MarkedHot(HotParts parts, ChunkId chunk) {
    this.parts = parts;
    this.chunk = chunk;
  }

  /** Marks the chunk, before its directory is touched. */
  static MarkedHot mark(HotParts parts, ChunkId chunk, Optional<String> network) {
    parts.catalog().markTransient(chunk, network);
    return new MarkedHot(parts, chunk);
  }

  /**
   * Empties the directory and creates a database in it, durably.
   *
   * @param witness the sequence in its witness
   */
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  DurableHot make(long witness) {
    parts.directories().wipe(chunk, parts.stores()::isKnownName);
    parts.directories().make(chunk);
    HotStore store = parts.stores().create(chunk, parts.families(), witness);
    try {
      parts.directories().makeDurable(chunk);
      return new DurableHot(parts.catalog(), store);
    } catch (RuntimeException | Error e) {
      HotPlaces.closeSuppressing(store::close, e);
      throw e;
    }
  }

  /** Removes the directory and its content, durably. */
  RemovedHot remove() {
    parts.directories().wipe(chunk, parts.stores()::isKnownName);
    parts.directories().makeRemovalDurable(chunk);
    return new RemovedHot(parts.catalog(), chunk);
  }

  /** A database that is durable under {@code transient}. Only this can become ready. */
  static final class DurableHot {
    private final Catalog catalog;
    private final HotStore store;

    private DurableHot(Catalog catalog, HotStore store) {
      this.catalog = catalog;
      this.store = store;
    }

    /**
     * Marks the chunk {@code ready}, and gives its database to the caller; closes it if that
     * throws.
     */
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

  /** A directory that is durably removed. Only then may the key be deleted. */
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
