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

  /**
   * Opens a lake whose objects the caller holds. Nothing is sent anywhere; it cannot list.
   *
   * @param options its base, with {@code http:}, is a name for messages only
   * @param time as for the other one
   * @throws IllegalArgumentException if the base is a directory
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The lake closes its transport.
  public static DataLake over(HeldObjects objects, LakeOptions options, TimeSource time) {
    if (options.base().getScheme().equals("file")) {
      throw new IllegalArgumentException("held objects do not lie in a directory");
    }
    return OpenLake.over(new HeldTransport(options.base(), objects), options, time);
  }
}
