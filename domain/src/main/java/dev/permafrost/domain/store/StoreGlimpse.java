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
 * What a store holds at one moment, for plans: read without a lock, beside a writer if there is
 * one, which is neither refused nor waited for. It changes nothing, and may be out of date when it
 * returns.
 */
public final class StoreGlimpse {

  /** A writer may remove a file of the database just when it was to be opened. */
  private static final int MOST_TRIES = 3;

  private StoreGlimpse() {}

  /**
   * Looks at chunks that the catalog has keys of.
   *
   * @param wanted which of them
   * @return in order; nothing where there is no catalog
   * @throws StorageFailure if the catalog is there and cannot be read
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
