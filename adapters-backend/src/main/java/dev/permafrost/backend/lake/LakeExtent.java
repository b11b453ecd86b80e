package dev.permafrost.backend.lake;

import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The extent of a lake: its newest and oldest objects, from its listing or, without one, by asking
 * for single objects; and the objects in its listing.
 */
public final class LakeExtent {

  /** Enough to get past the manifest and a stray file. */
  private static final int FIRST_KEYS = 20;

  private static final int KEYS_A_PAGE = 1000;

  /** How many pages of keys that are not objects are read before a lake counts as empty. */
  private static final int MOST_FOREIGN_PAGES = 100;

  /** Receives the objects of a listing. */
  public interface FoundObject {
    /**
     * An object exists.
     *
     * @param index its index
     * @param bytes its size; negative if the listing does not state it
     */
    void found(long index, long bytes);
  }

  private final LakeStore store;
  private final LakeObjects objects;
  private final KeyListing listing;

  LakeExtent(LakeStore store, LakeObjects objects, KeyListing listing) {
    this.store = store;
    this.objects = objects;
    this.listing = listing;
  }

  /** Whether the lake lists its keys. */
  public boolean canList(Deadline deadline) {
    return listing.page("", FIRST_KEYS, deadline).isPresent();
  }

  /**
   * The index of the newest object, or empty if none was found.
   *
   * @param hint an index near which objects may be; negative for none
   */
  public OptionalLong newest(long hint, Deadline deadline) {
    Optional<KeyListing.Page> page = listing.page("", FIRST_KEYS, deadline);
    if (page.isEmpty()) {
      return new EdgeSearch(objects, deadline).newest(hint);
    }
    for (int pages = 0; pages < MOST_FOREIGN_PAGES; pages++) {
      for (String key : page.orElseThrow().keys()) {
        OptionalLong index = indexOf(key);
        if (index.isPresent()) {
          return index;
        }
      }
      if (!page.orElseThrow().hasMore()) {
        return OptionalLong.empty();
      }
      page = nextPage(page.orElseThrow(), deadline);
      if (page.isEmpty()) {
        return new EdgeSearch(objects, deadline).newest(hint);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The index of the oldest object of the run up to a known one; empty if the lake is not
   * contiguous below.
   */
  public OptionalLong oldest(long known, Deadline deadline) {
    return new EdgeSearch(objects, deadline).oldest(known);
  }

  /**
   * Reports the listed objects that hold a range's ledgers, newest first.
   *
   * @param found receives each
   * @return false if the lake does not list its keys, or just stopped doing so correctly; objects
   *     reported before are valid
   */
  public boolean nameListed(LedgerRange range, FoundObject found, Deadline deadline) {
    String after = keyBefore(objects.layout().indexOf(range.last()));
    Optional<KeyListing.Page> page = listing.page(after, KEYS_A_PAGE, deadline);
    while (page.isPresent()) {
      for (int i = 0; i < page.get().keys().size(); i++) {
        OptionalLong index = indexOf(page.get().keys().get(i));
        if (index.isPresent()
            && objects.layout().bounds(index.getAsLong()).last() < range.first()) {
          return true;
        }
        if (index.isPresent()) {
          found.found(index.getAsLong(), page.get().sizes().get(i));
        }
      }
      if (!page.get().hasMore()) {
        return true;
      }
      page = nextPage(page.get(), deadline);
    }
    return false;
  }

  private Optional<KeyListing.Page> nextPage(KeyListing.Page page, Deadline deadline) {
    String last = page.keys().get(page.keys().size() - 1);
    return listing.page(last, KEYS_A_PAGE, deadline);
  }

  /** The key of the next newer object, which sorts before an object's key. */
  private String keyBefore(long index) {
    return index >= objects.layout().largestIndex()
        ? ""
        : objects.layout().key(index + 1, LakeExtension.ZST);
  }

  /** The index in a key of the listing, or empty if it is not an object's key. */
  private OptionalLong indexOf(String key) {
    Optional<LakeLayout.NamedObject> named = LakeLayout.parse(key);
    if (named.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!objects.layout().isKeyOf(key, named.get())) {
      throw new LakeDamage(
          store.location(key),
          "its name does not fit "
              + objects.layout().ledgersPerBatch()
              + " ledgers an object and "
              + objects.layout().batchesPerPartition()
              + " objects a partition, as the lake is said to have",
          null);
    }
    long index = objects.layout().indexOf(named.get().first());
    objects.noteSeen(index, named.get().extension());
    return OptionalLong.of(index);
  }
}
