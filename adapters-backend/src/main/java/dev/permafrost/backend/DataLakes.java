package dev.permafrost.backend;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.TimeSource;
import java.util.List;

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

  /**
   * Opens a lake that has several addresses. What the first cannot give is taken from the next: an
   * object that is not there, damaged, forbidden or does not come within the repetitions. Nothing
   * is asked of any yet.
   *
   * <p>The mirrors must be of one network ({@code WrongNetwork}) and have as many ledgers an object
   * ({@code MirrorsDiffer}); how they name their objects may differ. A hole, and what is not there
   * yet, is only told where all of them were asked. How much is fetched ahead, and how patient
   * questions without a time of their own are, the first one's options say.
   *
   * @param addresses one at least, in the order in which they are asked
   * @param time the clock, and how to wait before a request is repeated
   * @param events told once of each mirror that is in trouble, without secrets
   */
  @MustBeClosed
  public static DataLake open(List<LakeOptions> addresses, TimeSource time, StorageEvents events) {
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("a lake has at least one address");
    }
    return OpenLake.open(addresses, time, events);
  }
}
