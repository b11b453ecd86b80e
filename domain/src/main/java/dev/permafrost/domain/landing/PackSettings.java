package dev.permafrost.domain.landing;

import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.source.CoveragePatience;

/**
 * What can be chosen about making packs without a store.
 *
 * @param geometry how the chain is cut; {@link Geometry#STANDARD} for every real landing
 * @param patience how long to wait for the lake to cover a chunk
 * @param maxBytesInFlight how many bytes of ledgers may be on their way at once, for each chunk
 * @param anchors the header hashes that are trusted
 */
public record PackSettings(
    Geometry geometry, CoveragePatience patience, long maxBytesInFlight, Anchors anchors) {

  /** 32 MiB on their way for each chunk, as in a store. */
  public static final long DEFAULT_BYTES_IN_FLIGHT = 32L << 20;

  /** Trusts nothing, with the bounds of a store. */
  public static PackSettings standard() {
    return new PackSettings(
        Geometry.STANDARD, CoveragePatience.DEFAULT, DEFAULT_BYTES_IN_FLIGHT, Anchors.none());
  }
}
