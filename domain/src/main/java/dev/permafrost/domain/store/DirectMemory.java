package dev.permafrost.domain.store;

import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.ledger.LedgerFront;

/**
 * How many bytes of direct buffers a store holds at most: {@link #idleBytes} once, plus the bytes
 * of each operation that runs at the same time. {@code -XX:MaxDirectMemorySize} must allow this
 * (docs/library.md, "Memory"). The memory of RocksDB and Zstandard comes on top, and no JVM option
 * limits it.
 *
 * @param bytesInFlight as in {@link StoreSettings}
 * @param workers how many threads check, encode and decode ledgers
 * @param largestLedgerBytes the size of the largest expected raw ledger
 */
public record DirectMemory(long bytesInFlight, int workers, int largestLedgerBytes) {

  private static final long MIB = 1L << 20;

  /** What the adapters keep idle: 32 MiB for reading packs, 8 for writing them, 2 for checks. */
  private static final long ADAPTERS_BYTES = 42 * MIB;

  /** The two buffers of 4 MiB through which an artifact is written. */
  private static final long ARTIFACT_BYTES = 8 * MIB;

  /** A frame is larger than its ledger by at most this many 256ths plus this many bytes. */
  private static final int FRAME_SHIFT = 8;

  private static final int FRAME_BYTES = 1 << 10;

  /** An exbibyte: a few times as much still fits into a long. */
  private static final long MOST_IN_FLIGHT = 1L << 60;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive, the bytes in flight are impossibly
   *     many, or the ledger exceeds the maximum size
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

  /** The idle buffers that an open store keeps for later use. */
  public long idleBytes() {
    return 2 * bytesInFlight + ADAPTERS_BYTES;
  }

  /**
   * The buffers of a live session: the raw ledger, room for its frame, and the frame with hashes.
   */
  public long sessionBytes() {
    return 3 * bufferBytes();
  }

  /**
   * The buffers of a bulk ingestion: the bytes in flight, or one larger ledger in both forms; room
   * for a frame for each worker that has a ledger; one ledger in the source; one frame in the
   * writer.
   */
  public long ingestionBytes() {
    long ledgersAtOnce = Math.max(1, bytesInFlight / (2L * largestLedgerBytes));
    return inFlightBytes() + (Math.min(workers, ledgersAtOnce) + 2) * bufferBytes();
  }

  /**
   * The buffers of a freeze or a verification: the bytes in flight, or one larger ledger in both
   * forms; one decoded ledger for each worker; one frame in the source; the artifact's buffers.
   */
  public long freezeBytes() {
    return inFlightBytes() + (workers + 1L) * bufferBytes() + ARTIFACT_BYTES;
  }

  private long inFlightBytes() {
    return 2 * Math.max(bytesInFlight, bufferBytes());
  }

  /** The buffers of a page or a lookup: a ledger as a frame, and raw. */
  public long pageBytes() {
    return 2 * bufferBytes();
  }

  /** The capacity of a buffer for the largest frame, or for the ledger. */
  public long bufferBytes() {
    int frameBytes = largestLedgerBytes + (largestLedgerBytes >> FRAME_SHIFT) + FRAME_BYTES;
    return DirectBuffers.capacityFor(frameBytes);
  }
}
