package dev.permafrost.backend;

import dev.permafrost.backend.lake.LakeExtent;
import dev.permafrost.backend.lake.LakeLayout;
import dev.permafrost.backend.lake.LakeObjects;
import dev.permafrost.backend.lake.Mirror;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;

/** Sums up the objects that one mirror's listing has for a range. */
final class ListedHolding implements LakeExtent.FoundObject {

  private long objects;
  private long bytes;
  private boolean hasAllSizes = true;
  private long lastIndex = -1;

  private ListedHolding() {}

  /** The sum; empty if the mirror does not list its objects with their sizes. */
  static Optional<LakeHolding> of(Mirror mirror, LedgerRange range, Deadline deadline) {
    LakeObjects known = mirror.metadata().objects(deadline);
    ListedHolding sum = new ListedHolding();
    if (!mirror.extent(known).nameListed(range, sum, deadline) || !sum.hasAllSizes) {
      return Optional.empty();
    }
    LakeLayout layout = known.layout();
    long wanted = layout.indexOf(range.last()) - layout.indexOf(range.first()) + 1;
    return Optional.of(new LakeHolding(sum.objects, sum.bytes, wanted - sum.objects));
  }

  /** An object that exists under both extensions is reported twice in a row. */
  @Override
  public void found(long index, long size) {
    if (index == lastIndex) {
      return;
    }
    lastIndex = index;
    objects++;
    bytes += Math.max(0, size);
    hasAllSizes &= size >= 0;
  }
}
