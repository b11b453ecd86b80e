package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * The durations of the phases of one ingested ledger. Reported once it is acknowledged. Checking
 * and encoding of a bulk ingestion happen on workers, ahead of the commit; so the phases of a
 * ledger do not add up to the time between two ledgers.
 *
 * @param chunk its chunk
 * @param sequence its sequence
 * @param source where it came from, as in {@link Attempt#source}
 * @param rawBytes its size in bytes
 * @param frameBytes the size of its frame in bytes
 * @param checkNanos reading its front, hashing its header, and in live ingestion checking its links
 * @param encodeNanos compressing it
 * @param commitNanos the synced batch
 * @param witnessNanos recording it in the witness, including its occasional sync
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

  /** The total, in nanoseconds. */
  public long totalNanos() {
    return checkNanos + encodeNanos + commitNanos + witnessNanos;
  }
}
