package dev.permafrost.backend.lake;

import dev.permafrost.backend.transport.Deadline;
import java.util.List;
import java.util.Optional;

/** Lists the keys of a lake, relative to its root, in the order of their bytes: newest first. */
interface KeyListing {

  /** A size that the store does not state, or not in a known form. */
  long UNKNOWN_SIZE = -1;

  /**
   * The keys after a key, or empty if this store cannot list.
   *
   * @param after the key after which to start; empty for the first
   * @param most about how many are wanted; there may be fewer although more follow
   */
  Optional<Page> page(String after, int most, Deadline deadline);

  /**
   * A page of keys.
   *
   * @param keys in order
   * @param sizes the bytes of each; {@link #UNKNOWN_SIZE} if the store does not state it
   * @param hasMore whether more follow
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
