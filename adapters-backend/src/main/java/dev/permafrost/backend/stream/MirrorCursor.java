package dev.permafrost.backend.stream;

import dev.permafrost.backend.lake.LakeObjects;
import dev.permafrost.backend.lake.LakeStore;
import dev.permafrost.backend.lake.Mirror;
import dev.permafrost.backend.transport.ConcurrencyLimiter;
import dev.permafrost.backend.transport.RetryBudget;
import java.net.URI;

/**
 * One mirror as a single stream sees it: how many retries are left for it, and whether it is
 * degraded, so that the stream asks the other mirrors first. Not thread-safe.
 */
public final class MirrorCursor {

  private final Mirror mirror;
  private final LakeObjects objects;
  private final RetryBudget retries;
  private boolean isDegraded;

  public MirrorCursor(Mirror mirror, LakeObjects objects, int retries) {
    this.mirror = mirror;
    this.objects = objects;
    this.retries = new RetryBudget(retries);
  }

  Mirror mirror() {
    return mirror;
  }

  LakeStore store() {
    return mirror.store();
  }

  ConcurrencyLimiter limiter() {
    return mirror.limiter();
  }

  RetryBudget retries() {
    return retries;
  }

  /** Where the object of an index is. */
  URI address(long index) {
    return store().address(objects.key(index));
  }

  boolean isDegraded() {
    return isDegraded;
  }

  /** Notes that something did not come although it may be there. */
  public void markDegraded() {
    isDegraded = true;
  }
}
