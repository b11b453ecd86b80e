package dev.permafrost.backend.lake;

import dev.permafrost.backend.transport.Deadline;
import java.util.List;
import java.util.Optional;

/** Lists the keys of a lake, relative to its root, in the order of their bytes: newest first. */
interface KeyListing {

  /** A size that the store does not say, or says in no form that is known. */
  long UNKNOWN_SIZE = -1;

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
   * @param sizes the bytes of each; {@link #UNKNOWN_SIZE} where the store does not say
   * @param hasMore whether others follow
   */
  record Page(List<String> keys, List<Long> sizes, boolean hasMore) {
    public Page {
      keys = List.copyOf(keys);
      sizes = List.copyOf(sizes);
      if (keys.size() != sizes.size()) {
        throw new IllegalArgumentException(keys.size() + " keys, " + sizes.size() + " sizes");
      }
    }
  }
}
