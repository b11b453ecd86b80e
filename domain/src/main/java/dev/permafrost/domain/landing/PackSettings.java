package dev.permafrost.domain.landing;

import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.source.CoveragePatience;

/**
 * The settings for making packs without a store.
 *
 * @param geometry how the chain is divided; {@link Geometry#STANDARD} for every real landing
 * @param patience how long to wait for the lake to cover a chunk
 * @param maxBytesInFlight how many bytes of ledgers may be in flight, for each chunk
 * @param anchors the trusted header hashes
 */
public record PackSettings(
    Geometry geometry, CoveragePatience patience, long maxBytesInFlight, Anchors anchors) {

  /** 32 MiB in flight for each chunk, as in a store. */
  public static final long DEFAULT_BYTES_IN_FLIGHT = 32L << 20;

  /** Settings with no trusted hashes and the limits of a store. */
  public static PackSettings standard() {
    return new PackSettings(
        Geometry.STANDARD, CoveragePatience.DEFAULT, DEFAULT_BYTES_IN_FLIGHT, Anchors.none());
  }
}
