package dev.permafrost.app.plan;

/** How large a chunk's hot database is on disk. */
public final class HotSize {

  /** Two logs that are kept to be used again, and one in use. */
  private static final long LOG_BYTES = 3L * (32 << 20);

  private HotSize() {}

  /**
   * The most that hot databases take: their frames once, in tables, and their logs.
   *
   * @param frameBytes the bytes of all their frames
   * @param chunks how many databases there are
   */
  public static long most(long frameBytes, int chunks) {
    return frameBytes + LOG_BYTES * chunks;
  }
}
