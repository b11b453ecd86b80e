package dev.permafrost.app.plan;

/** Estimates the size of a chunk's hot database on disk. */
public final class HotSize {

  /** Two logs kept for reuse, and one in use. */
  private static final long LOG_BYTES = 3L * (32 << 20);

  private HotSize() {}

  /**
   * The maximum size of hot databases: their frames once, in tables, and their logs.
   *
   * @param frameBytes the size of all their frames
   * @param chunks how many databases there are
   */
  public static long most(long frameBytes, int chunks) {
    return frameBytes + LOG_BYTES * chunks;
  }
}
