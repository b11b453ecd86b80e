package dev.permafrost.backend.stream;

/**
 * The hole that a reader is crossing. Its first missing objects are requested again immediately and
 * once more later, because of caches on the way; those after them only immediately, or a hole of
 * thousands would take hours. Not thread-safe.
 */
final class KnownHole {

  /** How far after a missing object another one counts as part of the same hole. */
  private static final long REACH_OBJECTS = 256;

  private long lastMissing = Long.MIN_VALUE / 2;

  /** Records an object that no mirror had, after all repetitions. */
  void missing(long index) {
    lastMissing = Math.max(lastMissing, index);
  }

  /** Whether an object lies after a missing one, in the same hole. */
  boolean reaches(long index) {
    return index > lastMissing && index <= lastMissing + REACH_OBJECTS;
  }
}
