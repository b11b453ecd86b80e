package dev.permafrost.backend;

import java.net.URI;

/**
 * One mirror as a single stream sees it: how many repetitions it is still worth, and whether it is
 * in trouble, so that the stream had better begin with another one. One thread.
 */
final class Way {

  private final Mirror mirror;
  private final LakeObjects objects;
  private final RetryBudget retries;
  private boolean isInTrouble;

  Way(Mirror mirror, LakeObjects objects, int retries) {
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
  void noteTrouble() {
    isInTrouble = true;
  }
}
