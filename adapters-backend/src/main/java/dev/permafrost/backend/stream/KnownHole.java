package dev.permafrost.backend.stream;

/**
 * The hole that a reader is crossing. Its first objects are asked for again at once and once more
 * later, for a cache on the way; those behind them only at once, or a hole of thousands would take
 * hours. Used by the reader's thread.
 */
final class KnownHole {

  /** How far behind an object that is missing another one counts as of the same hole. */
  private static final long REACH_OBJECTS = 256;

  private long lastMissing = Long.MIN_VALUE / 2;

  /** An object is missing: no mirror had it, however often it was asked for. */
  void missing(long index) {
    lastMissing = Math.max(lastMissing, index);
  }

  /** Whether an object stands behind one that is missing. */
  boolean reaches(long index) {
    return index > lastMissing && index <= lastMissing + REACH_OBJECTS;
  }
}
