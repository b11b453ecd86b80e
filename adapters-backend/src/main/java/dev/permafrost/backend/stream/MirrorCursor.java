package dev.permafrost.backend.stream;

import dev.permafrost.backend.lake.LakeObjects;
import dev.permafrost.backend.lake.LakeStore;
import dev.permafrost.backend.lake.Mirror;
import dev.permafrost.backend.transport.ConcurrencyLimiter;
import dev.permafrost.backend.transport.RetryBudget;
import java.net.URI;

/**
 * The state of one mirror in one stream: how many retries are left for it, and whether it is
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

  /** The address of the object with an index. */
  URI address(long index) {
    return store().address(objects.key(index));
  }

  boolean isDegraded() {
    return isDegraded;
  }

  /** Marks it degraded: an object did not arrive although it may exist. */
  public void markDegraded() {
    isDegraded = true;
  }
}
