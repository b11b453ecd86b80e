package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;

/**
 * Where the time of one ledger of live ingestion went. Told once it is acknowledged.
 *
 * @param chunk its chunk
 * @param sequence its sequence
 * @param rawBytes its size in bytes
 * @param frameBytes the size of its frame in bytes
 * @param check reading its front, hashing its header, checking its links
 * @param encode compressing it
 * @param commit the synced batch
 * @param witness recording it in the witness, with the sync that is due now and then
 */
public record LedgerPhases(
    ChunkId chunk,
    long sequence,
    long rawBytes,
    long frameBytes,
    Duration check,
    Duration encode,
    Duration commit,
    Duration witness) {

  /** All of it. */
  public Duration total() {
    return check.plus(encode).plus(commit).plus(witness);
  }
}
