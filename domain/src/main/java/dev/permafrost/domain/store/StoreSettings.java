package dev.permafrost.domain.store;

import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.ports.source.CoveragePatience;
import java.time.Duration;

/**
 * The settings of a store.
 *
 * @param geometry how the chain is divided; {@link Geometry#STANDARD} for every real store
 * @param kinds the kinds registered in this process
 * @param patience how long to wait for the lake to cover a chunk
 * @param maxBytesInFlight how many bytes of ledgers may be in flight, for each chunk in progress;
 *     at most twice as much is kept as idle buffers
 * @param anchors the trusted header hashes
 * @param freezing how chunks are frozen
 * @param viewLimit how long a view may be open before its chunks may be removed
 */
public record StoreSettings(
    Geometry geometry,
    Kinds kinds,
    CoveragePatience patience,
    long maxBytesInFlight,
    Anchors anchors,
    FreezeSettings freezing,
    Duration viewLimit) {

  /** A view may be open for an hour. */
  public static final Duration DEFAULT_VIEW_LIMIT = Duration.ofHours(1);

  /** 32 MiB in flight for each chunk. */
  public static final long DEFAULT_BYTES_IN_FLIGHT = 32L << 20;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public StoreSettings {
    if (maxBytesInFlight < 1) {
      throw new IllegalArgumentException("bytes in flight: " + maxBytesInFlight);
    }
  }

  /** Settings with the default limit of views. */
  public StoreSettings(
      Geometry geometry,
      Kinds kinds,
      CoveragePatience patience,
      long maxBytesInFlight,
      Anchors anchors,
      FreezeSettings freezing) {
    this(geometry, kinds, patience, maxBytesInFlight, anchors, freezing, DEFAULT_VIEW_LIMIT);
  }

  /** Settings with no trusted hashes and no speed limit for freezing. */
  public StoreSettings(
      Geometry geometry, Kinds kinds, CoveragePatience patience, long maxBytesInFlight) {
    this(geometry, kinds, patience, maxBytesInFlight, Anchors.none(), FreezeSettings.STANDARD);
  }

  /** The settings of a real store. */
  public static StoreSettings standard(Kinds kinds) {
    return new StoreSettings(
        Geometry.STANDARD, kinds, CoveragePatience.DEFAULT, DEFAULT_BYTES_IN_FLIGHT);
  }
}
