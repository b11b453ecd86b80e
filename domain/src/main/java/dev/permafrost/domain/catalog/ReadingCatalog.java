package dev.permafrost.domain.catalog;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.BelowFloor;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.failure.WrongNetwork;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Read access to the catalog. The changes of the write protocol are in {@link Catalog}, which is
 * not given to callers outside the domain. Thread-safe.
 */
public interface ReadingCatalog {

  /** How this store divides the chain into chunks. */
  Geometry geometry();

  /**
   * All entries of a chunk.
   *
   * @throws UnknownCatalogEntry if a key or value of the chunk is not known
   */
  ChunkRow row(ChunkId chunk);

  /** All chunks, in order, and all entries that are not known. */
  CatalogScan scan();

  /** A number that changes with every change of the catalog by this process. */
  long version();

  /** The passphrase of the network whose ledgers the store holds, once known. */
  Optional<String> network();

  /**
   * Compares a network with the pinned one; writes nothing.
   *
   * @param location the lake that names it, for the message
   * @throws WrongNetwork if another one is pinned
   */
  void requireNetwork(String network, String location);

  /** The earliest ledger that the store is meant to hold, once it was set. */
  OptionalLong earliestLedger();

  /** Whether a chunk lies below the earliest ledger that the store is meant to hold. */
  default boolean isBelowFloor(ChunkId chunk) {
    OptionalLong floor = earliestLedger();
    return floor.isPresent() && geometry().last(chunk) < floor.getAsLong();
  }

  /**
   * Rejects a chunk below the floor.
   *
   * @throws BelowFloor if the chunk is
   */
  default void requireAboveFloor(ChunkId chunk) {
    if (isBelowFloor(chunk)) {
      throw new BelowFloor(chunk, earliestLedger().orElseThrow());
    }
  }
}
