package dev.permafrost.backend;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.work.TimeSource;

/** Opens data lakes. */
public final class DataLakes {

  private DataLakes() {}

  /**
   * Opens a lake over HTTP or in a directory. Nothing is asked of it yet, so a wrong address shows
   * only later.
   *
   * @param time the clock, and how to wait before a request is repeated
   */
  @MustBeClosed
  public static DataLake open(LakeOptions options, TimeSource time) {
    return OpenLake.open(options, time);
  }
}
