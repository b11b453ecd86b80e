package dev.permafrost.backend.lake;

import dev.permafrost.backend.transport.Deadline;
import java.util.List;
import java.util.Optional;

/** Lists the keys of a lake, relative to its root, in the order of their bytes: newest first. */
interface KeyListing {

  /**
   * The keys behind a key, or empty if this store cannot list.
   *
   * @param after the key behind which to begin; empty for the first
   * @param most about how many are wanted; there may be fewer although more follow
   */
  Optional<Page> page(String after, int most, Deadline deadline);

  /**
   * Some keys.
   *
   * @param keys in order
   * @param hasMore whether others follow
   */
  record Page(List<String> keys, boolean hasMore) {
    public Page {
      keys = List.copyOf(keys);
    }
  }
}
