package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * Where the time of one ingested ledger went. Told once it is acknowledged. Checking and encoding
 * of a bulk ingestion happen on workers, ahead of the commit; so the phases of one ledger do not
 * add up to the time between two of them.
 *
 * @param chunk its chunk
 * @param sequence its sequence
 * @param source where it came from, as {@link Attempt#source} says it
 * @param rawBytes its size in bytes
 * @param frameBytes the size of its frame in bytes
 * @param checkNanos reading its front, hashing its header, and in live ingestion checking its links
 * @param encodeNanos compressing it
 * @param commitNanos the synced batch
 * @param witnessNanos recording it in the witness, with the sync that is due now and then
 */
public record LedgerPhases(
    ChunkId chunk,
    long sequence,
    String source,
    long rawBytes,
    long frameBytes,
    long checkNanos,
    long encodeNanos,
    long commitNanos,
    long witnessNanos) {

  /** All of it, in nanoseconds. */
  public long totalNanos() {
    return checkNanos + encodeNanos + commitNanos + witnessNanos;
  }
}
