package dev.permafrost.backend;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.TimeSource;
import java.util.List;

/** Opens data lakes: the entry point of this package. */
public final class DataLakes {

  private DataLakes() {}

  /**
   * Opens a lake over HTTP or in a directory. Sends no request yet, so a wrong address shows only
   * later.
   *
   * @param time the clock, and how to wait before a request is repeated
   */
  @MustBeClosed
  public static DataLake open(LakeOptions options, TimeSource time) {
    return OpenLake.open(options, time);
  }

  /**
   * Opens a lake whose objects the caller holds. Sends no requests; it cannot list.
   *
   * @param options its base, with {@code http:}, is only a name for messages
   * @param time as for the other method
   * @throws IllegalArgumentException if the base is a directory
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The lake closes its transport.
  public static DataLake over(HeldObjects objects, LakeOptions options, TimeSource time) {
    if (options.base().getScheme().equals("file")) {
      throw new IllegalArgumentException("held objects cannot be in a directory");
    }
    return OpenLake.over(new HeldTransport(options.base(), objects), options, time);
  }

  /**
   * Opens a lake with several addresses (mirrors). An object that the first does not have, has
   * damaged, refuses, or does not deliver within the retries is taken from the next. Sends no
   * request yet.
   *
   * <p>The mirrors must belong to one network ({@code WrongNetwork}) and have the same number of
   * ledgers an object ({@code MirrorsDiffer}); they may name their objects differently. A hole, or
   * the end of the lake, is only reported after all mirrors were asked. The options of the first
   * mirror decide how much is prefetched, and the timeouts of requests without one.
   *
   * @param addresses at least one, in the order in which they are tried
   * @param time the clock, and how to wait before a request is repeated
   * @param events receives one remark for each mirror with problems, without secrets
   */
  @MustBeClosed
  public static DataLake open(List<LakeOptions> addresses, TimeSource time, StorageEvents events) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a lake has at least one address");
    }
    return OpenLake.open(addresses, time, events);
  }
}
