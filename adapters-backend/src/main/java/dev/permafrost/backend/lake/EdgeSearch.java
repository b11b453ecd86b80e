package dev.permafrost.backend.lake;

import dev.permafrost.backend.transport.Deadline;
import java.util.OptionalLong;

/**
 * Finds the ends of a lake that cannot list, by asking for single objects: a number of requests
 * that grows with the logarithm of what it holds (docs/ledger-data.md, "What a lake covers").
 *
 * <p>To distinguish a hole from the tip, it also asks for the objects 1, 2, 4, 8 and so on above a
 * border, and continues from one that exists. A hole is missed only if the lake ends between two of
 * these.
 */
final class EdgeSearch {

  /** The granularity of the search if no object is known: 2^6 - 1 places in addition to powers. */
  private static final int GRID_BITS = 6;

  private final LakeObjects objects;
  private final Deadline deadline;

  EdgeSearch(LakeObjects objects, Deadline deadline) {
    this.objects = objects;
    this.deadline = deadline;
  }

  /**
   * The highest existing object, or empty if none was found.
   *
   * @param hint an index near which objects may be; negative for none
   */
  OptionalLong newest(long hint) {
    OptionalLong known = anyObject(hint);
    if (known.isEmpty()) {
      return known;
    }
    long border = borderAbove(known.getAsLong());
    OptionalLong behindHole = furtherUp(border);
    while (behindHole.isPresent()) {
      border = borderAbove(behindHole.getAsLong());
      behindHole = furtherUp(border);
    }
    return OptionalLong.of(border);
  }

  /**
   * The lowest object of the run that a known object belongs to; empty if objects below that run
   * show that the lake is not contiguous.
   */
  OptionalLong oldest(long known) {
    long there = known;
    long step = 1;
    while (there - step >= 0 && objects.isThere(there - step, deadline)) {
      there -= step;
      step *= 2;
    }
    long missing = Math.max(there - step, -1);
    while (there - missing > 1) {
      long middle = missing + (there - missing) / 2;
      if (objects.isThere(middle, deadline)) {
        there = middle;
      } else {
        missing = middle;
      }
    }
    for (step = 2; there - step >= 0; step *= 2) {
      if (objects.isThere(there - step, deadline)) {
        return OptionalLong.empty();
      }
    }
    return OptionalLong.of(there);
  }

  /** The last object before a missing one, searching upwards from an existing one. */
  private long borderAbove(long known) {
    long largest = objects.layout().largestIndex();
    long there = known;
    long step = 1;
    while (there + step <= largest && objects.isThere(there + step, deadline)) {
      there += step;
      step *= 2;
    }
    long missing = Math.min(there + step, largest + 1);
    while (missing - there > 1) {
      long middle = there + (missing - there) / 2;
      if (objects.isThere(middle, deadline)) {
        there = middle;
      } else {
        missing = middle;
      }
    }
    return there;
  }

  private OptionalLong furtherUp(long border) {
    long largest = objects.layout().largestIndex();
    for (long step = 2; border + step <= largest; step *= 2) {
      if (objects.isThere(border + step, deadline)) {
        return OptionalLong.of(border + step);
      }
    }
    return OptionalLong.empty();
  }

  private OptionalLong anyObject(long hint) {
    Long seen = objects.highestSeen();
    if (seen != null) {
      if (objects.isThere(seen, deadline)) {
        return OptionalLong.of(seen);
      }
      // Avoids a futile search if everything is denied by now.
      objects.confirm(deadline);
    }
    OptionalLong found = doubling(0, 1);
    if (found.isEmpty() && hint >= 0) {
      found = doubling(hint, 1);
      found = found.isPresent() ? found : doubling(hint, -1);
    }
    return found.isPresent() ? found : onGrid();
  }

  /** Asks at a place and at distances of 1, 2, 4, 8 and so on from it. */
  private OptionalLong doubling(long from, int direction) {
    long largest = objects.layout().largestIndex();
    long index = from;
    for (long step = 1; index >= 0 && index <= largest; step *= 2) {
      if (objects.isThere(index, deadline)) {
        return OptionalLong.of(index);
      }
      index = from + direction * step;
    }
    return OptionalLong.empty();
  }

  /** Asks at the odd multiples of ever smaller fractions of the possible range. */
  private OptionalLong onGrid() {
    long span = objects.layout().largestIndex() + 1;
    for (int bits = 2; bits <= GRID_BITS; bits++) {
      long pitch = span >> bits;
      for (long index = pitch; pitch > 0 && index < span; index += 2 * pitch) {
        if (objects.isThere(index, deadline)) {
          return OptionalLong.of(index);
        }
      }
    }
    return OptionalLong.empty();
  }
}
