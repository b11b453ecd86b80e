package dev.permafrost.domain.store;

import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.ledger.LedgerFront;

/**
 * How many bytes of direct buffers a store holds at the most: {@link #idleBytes} once, and what
 * each thing takes that is done at the same time. That is what {@code -XX:MaxDirectMemorySize} must
 * allow (docs/library.md, "Memory"). RocksDB's memory and that of Zstandard come on top, and are
 * bounded by no option of the JVM.
 *
 * @param bytesInFlight as in {@link StoreSettings}
 * @param workers how many threads check, encode and decode ledgers
 * @param largestLedgerBytes the largest raw ledger that comes
 */
public record DirectMemory(long bytesInFlight, int workers, int largestLedgerBytes) {

  private static final long MIB = 1L << 20;

  /** What the adapters keep idle: 32 MiB for reading packs, 8 for writing them, 2 for checks. */
  private static final long ADAPTERS_BYTES = 42 * MIB;

  /** The two buffers of 4 MiB through which an artifact is written. */
  private static final long ARTIFACT_BYTES = 8 * MIB;

  /** A frame is at most so much larger than its ledger, in 256ths and in bytes. */
  private static final int FRAME_SHIFT = 8;

  private static final int FRAME_BYTES = 1 << 10;

  /** An exbibyte: a few times as much is still a number of bytes. */
  private static final long MOST_IN_FLIGHT = 1L << 60;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive, the bytes in flight are more than a
   *     machine can have, or the ledger is larger than any may be
   */
  public DirectMemory {
    if (bytesInFlight < 1
        || bytesInFlight > MOST_IN_FLIGHT
        || workers < 1
        || largestLedgerBytes < 1
        || largestLedgerBytes > LedgerFront.MAX_LEDGER_BYTES) {
      throw new IllegalArgumentException(
          bytesInFlight + " bytes, " + workers + " workers, a ledger of " + largestLedgerBytes);
    }
  }

  /** What an open store keeps idle for later use. */
  public long idleBytes() {
    return 2 * bytesInFlight + ADAPTERS_BYTES;
  }

  /** What a live session holds: the raw ledger, room for its frame, and the frame with hashes. */
  public long sessionBytes() {
    return 3 * bufferBytes();
  }

  /**
   * What a bulk ingestion holds: what is in flight, or one larger ledger in both forms; room for a
   * frame for each worker that has a ledger; one ledger in the source; one frame in the writer.
   */
  public long ingestionBytes() {
    long ledgersAtOnce = Math.max(1, bytesInFlight / (2L * largestLedgerBytes));
    return inFlightBytes() + (Math.min(workers, ledgersAtOnce) + 2) * bufferBytes();
  }

  /**
   * What a freeze or a verification holds: what is in flight, or one larger ledger in both forms;
   * one ledger that each worker decodes; one frame in the source; the artifact's buffers.
   */
  public long freezeBytes() {
    return inFlightBytes() + (workers + 1L) * bufferBytes() + ARTIFACT_BYTES;
  }

  private long inFlightBytes() {
    return 2 * Math.max(bytesInFlight, bufferBytes());
  }

  /** What a page or a lookup holds: a ledger as a frame, and raw. */
  public long pageBytes() {
    return 2 * bufferBytes();
  }

  /** The capacity of a buffer for the largest frame, or for the ledger. */
  public long bufferBytes() {
    int frameBytes = largestLedgerBytes + (largestLedgerBytes >> FRAME_SHIFT) + FRAME_BYTES;
    return DirectBuffers.capacityFor(frameBytes);
  }
}
