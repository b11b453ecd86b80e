package dev.permafrost.backend.stream;

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.TreeRangeSet;
import dev.permafrost.backend.lake.LakeExtent;
import dev.permafrost.backend.lake.LakeObjects;
import dev.permafrost.backend.lake.ObjectBounds;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.work.CancelToken;

/**
 * Finds the ledgers of a range that no object of one mirror holds: from the mirror's listing, or
 * without one by requesting each object, several at a time. Not thread-safe.
 */
public final class MissingLedgers {

  private final LakeObjects objects;
  private final LedgerRange range;
  private final Deadline deadline;
  private final TreeRangeSet<Long> missing = TreeRangeSet.create();

  private MissingLedgers(LakeObjects objects, LedgerRange range, Deadline deadline) {
    this.objects = objects;
    this.range = range;
    this.deadline = deadline;
    missing.add(Range.closedOpen(range.first(), range.last() + 1));
  }

  /**
   * Finds them.
   *
   * @param context for requests of single objects
   * @return closed-open ranges of sequences
   */
  public static ImmutableRangeSet<Long> of(
      LedgerRange range,
      LakeExtent extent,
      LakeObjects objects,
      FetchContext context,
      Deadline deadline) {
    MissingLedgers found = new MissingLedgers(objects, range, deadline);
    if (!extent.nameListed(range, (index, bytes) -> found.remove(index), deadline)) {
      found.askForEach(context);
    }
    return ImmutableRangeSet.copyOf(found.missing);
  }

  private void askForEach(FetchContext context) {
    long index = objects.layout().indexOf(range.first());
    long last = objects.layout().indexOf(range.last());
    // One by one until an object shows the lake's extension, and so which key to ask for.
    for (; index <= last && objects.extension() == null; index++) {
      if (objects.isThere(index, deadline)) {
        remove(index);
      }
    }
    CancelToken.Registration wake = deadline.cancel().onCancel(context.signal()::raise);
    Prefetch answers =
        new Prefetch(
            context,
            (cursor, asked) -> cursor.store().question(cursor.address(asked)),
            index,
            last,
            deadline);
    try {
      for (; index <= last; index++) {
        Fetch fetch = answers.await();
        if (fetch.isPresent()) {
          remove(index);
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

  private void remove(long index) {
    ObjectBounds bounds = objects.layout().bounds(index);
    missing.remove(Range.closedOpen(bounds.first(), bounds.last() + 1));
  }
}
