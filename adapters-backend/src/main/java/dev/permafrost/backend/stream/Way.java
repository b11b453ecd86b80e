package dev.permafrost.backend.stream;

import dev.permafrost.backend.lake.LakeObjects;
import dev.permafrost.backend.lake.LakeStore;
import dev.permafrost.backend.lake.Mirror;
import dev.permafrost.backend.transport.Pace;
import dev.permafrost.backend.transport.RetryBudget;
import java.net.URI;

/**
 * One mirror as a single stream sees it: how many repetitions it is still worth, and whether it is
 * in trouble, so that the stream had better begin with another one. One thread.
 */
public final class Way {

  private final Mirror mirror;
  private final LakeObjects objects;
  private final RetryBudget retries;
  private boolean isInTrouble;

  public Way(Mirror mirror, LakeObjects objects, int retries) {
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

  Pace pace() {
    return mirror.pace();
  }

  RetryBudget retries() {
    return retries;
  }

  /** Where the object of an index is. */
  URI address(long index) {
    return store().address(objects.key(index));
  }

  boolean isInTrouble() {
    return isInTrouble;
  }

  /** Notes that something did not come although it may be there. */
  public void noteTrouble() {
    isInTrouble = true;
  }
}
