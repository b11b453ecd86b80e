package dev.permafrost.backend;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.TreeRangeSet;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far a lake reaches: its newest and oldest objects, and what is missing in between, from its
 * listing where it has one and by asking for single objects where it has none.
 */
final class LakeExtent {

  /** Enough to get past the manifest and a stray file. */
  private static final int FIRST_KEYS = 20;

  private static final int KEYS_A_PAGE = 1000;

  /** How many pages of keys that are no objects are read before a lake counts as empty. */
  private static final int MOST_FOREIGN_PAGES = 100;

  private final LakeStore store;
  private final LakeObjects objects;
  private final KeyListing listing;

  LakeExtent(LakeStore store, LakeObjects objects, KeyListing listing) {
    this.store = store;
    this.objects = objects;
    this.listing = listing;
  }

  /** Whether the lake lists its keys. */
  boolean canList(Call call) {
    return listing.page("", FIRST_KEYS, call).isPresent();
  }

  /**
   * The index of the newest object, or empty if none was found.
   *
   * @param hint an index near which objects may be; negative for none
   */
  OptionalLong newest(long hint, Call call) {
    Optional<KeyListing.Page> page = listing.page("", FIRST_KEYS, call);
    if (page.isEmpty()) {
      return new EdgeSearch(objects, call).newest(hint);
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
      page = nextPage(page.orElseThrow(), call);
      if (page.isEmpty()) {
        return new EdgeSearch(objects, call).newest(hint);
      }
    }
    return OptionalLong.empty();
  }

  /**
   * The index of the oldest object of the run up to a known one; empty if the lake is not
   * contiguous below.
   */
  OptionalLong oldest(long known, Call call) {
    return new EdgeSearch(objects, call).oldest(known);
  }

  /**
   * The ledgers of a range that no object holds, as closed-open ranges.
   *
   * @param shared with what single objects are asked for, several at a time
   */
  ImmutableRangeSet<Long> missing(LedgerRange range, Fetch.Shared shared, Call call) {
    TreeRangeSet<Long> missing = TreeRangeSet.create();
    missing.add(Range.closedOpen(range.first(), range.last() + 1));
    String after = keyBefore(objects.layout().indexOf(range.last()));
    Optional<KeyListing.Page> page = listing.page(after, KEYS_A_PAGE, call);
    while (page.isPresent()) {
      for (String key : page.get().keys()) {
        OptionalLong index = indexOf(key);
        if (index.isPresent()
            && objects.layout().bounds(index.getAsLong()).last() < range.first()) {
          return ImmutableRangeSet.copyOf(missing);
        }
        index.ifPresent(there -> remove(there, missing));
      }
      if (!page.get().hasMore()) {
        return ImmutableRangeSet.copyOf(missing);
      }
      page = nextPage(page.get(), call);
    }
    // It does not list its keys, or has just ceased to do so as it must.
    askForEach(range, missing, shared, call);
    return ImmutableRangeSet.copyOf(missing);
  }

  private void askForEach(
      LedgerRange range, TreeRangeSet<Long> missing, Fetch.Shared shared, Call call) {
    long index = objects.layout().indexOf(range.first());
    long last = objects.layout().indexOf(range.last());
    // One by one until an object shows which extension the lake has, and so which key to ask for.
    for (; index <= last && objects.extension() == null; index++) {
      if (objects.isThere(index, call)) {
        remove(index, missing);
      }
    }
    CancelToken.Registration wake = call.cancel().onCancel(shared.signal()::raise);
    Prefetch answers =
        new Prefetch(shared, (way, asked) -> Ask.head(way.address(asked)), index, last, call);
    try {
      for (; index <= last; index++) {
        Fetch fetch = answers.await();
        if (fetch.isPresent()) {
          remove(index, missing);
        } else if (!fetch.isAbsent()) {
          throw fetch.failure();
        }
        answers.release();
      }
    } finally {
      wake.close();
      answers.abandon();
    }
  }

  private void remove(long index, TreeRangeSet<Long> missing) {
    ObjectBounds bounds = objects.layout().bounds(index);
    missing.remove(Range.closedOpen(bounds.first(), bounds.last() + 1));
  }

  private Optional<KeyListing.Page> nextPage(KeyListing.Page page, Call call) {
    String last = page.keys().get(page.keys().size() - 1);
    return listing.page(last, KEYS_A_PAGE, call);
  }

  /** The key of the next newer object, which stands before an object's key. */
  private String keyBefore(long index) {
    return index >= objects.layout().largestIndex()
        ? ""
        : objects.layout().key(index + 1, LakeExtension.ZST);
  }

  /** The index that a key of the listing names, or empty if it is no object's. */
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
