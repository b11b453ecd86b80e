package dev.permafrost.domain.store;

import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Reads the content of a store at one moment, for plans. It takes no lock, so that it neither
 * blocks nor waits for a writer. It changes nothing, and its result may be outdated when it
 * returns.
 */
public final class StoreGlimpse {

  /** A writer may remove a file of the database just before it is opened. */
  private static final int MOST_TRIES = 3;

  private StoreGlimpse() {}

  /**
   * Reads the state of chunks that have keys in the catalog.
   *
   * @param wanted the chunks to read
   * @return in order; empty if there is no catalog
   * @throws StorageFailure if the catalog exists and cannot be read
   */
  public static List<ChunkStatus> of(
      StorePorts ports, StoreSettings settings, Predicate<ChunkId> wanted) {
    for (int tries = 1; ; tries++) {
      try {
        return look(ports, settings, wanted);
      } catch (StorageFailure e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private static List<ChunkStatus> look(
      StorePorts ports, StoreSettings settings, Predicate<ChunkId> wanted) {
    MetaStores databases = ports.databases().catalog();
    if (databases.look() != DatabaseLook.PRESENT) {
      return List.of();
    }
    try (MetaStore meta = databases.openReadOnly()) {
      StoreParts parts = new StoreParts(ports, settings, meta, false);
      try {
        List<ChunkStatus> statuses = new ArrayList<>();
        for (ChunkRow row : parts.catalog().scan().rows()) {
          if (wanted.test(row.chunk())) {
            statuses.add(parts.inventory().status(row));
          }
        }
        return statuses;
      } finally {
        parts.close();
      }
    }
  }
}
