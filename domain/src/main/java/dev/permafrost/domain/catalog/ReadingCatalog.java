package dev.permafrost.domain.catalog;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.BelowFloor;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.failure.WrongNetwork;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the catalog says, for those who must not change it. The changes of the write protocol are in
 * {@link Catalog}, which no caller outside of the domain is given. Safe for several threads.
 */
public interface ReadingCatalog {

  /** How the chain is cut in this store. */
  Geometry geometry();

  /**
   * All that is said of a chunk.
   *
   * @throws UnknownCatalogEntry if a key or value of the chunk is not known
   */
  ChunkRow row(ChunkId chunk);

  /** All chunks, in order, and all entries that are not known. */
  CatalogScan scan();

  /** A number that another one follows with every change of the catalog by this process. */
  long version();

  /** The passphrase of the network whose ledgers the store holds, once it is known. */
  Optional<String> network();

  /**
   * Compares a network with the pinned one, and writes nothing.
   *
   * @param location the lake that names it, for the message
   * @throws WrongNetwork if another one is pinned
   */
  void requireNetwork(String network, String location);

  /** The earliest ledger that the store is meant to hold, once a driver of the store said so. */
  OptionalLong earliestLedger();

  /** Whether a chunk lies below the earliest ledger that the store is meant to hold. */
  default boolean isBelowFloor(ChunkId chunk) {
    OptionalLong floor = earliestLedger();
    return floor.isPresent() && geometry().last(chunk) < floor.getAsLong();
  }

  /**
   * Refuses what lies below the floor.
   *
   * @throws BelowFloor if the chunk does
   */
  default void requireAboveFloor(ChunkId chunk) {
    if (isBelowFloor(chunk)) {
      throw new BelowFloor(chunk, earliestLedger().orElseThrow());
    }
  }
}
