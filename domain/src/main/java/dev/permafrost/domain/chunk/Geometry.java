package dev.permafrost.domain.chunk;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.OutOfRange;

/**
 * Maps chunks to ledgers: the chain, which starts at ledger {@value #FIRST_LEDGER}, is divided into
 * runs of equal length (docs/protocol.md, "Geometry"). Immutable.
 *
 * <p>{@link #STANDARD} is the geometry of every real store. Others exist so that tests can run the
 * same code with chunks of a few ledgers; one store has one geometry.
 */
public final class Geometry {

  /** The first ledger of the chain. */
  public static final long FIRST_LEDGER = 2;

  /** Chunks of 10,000 ledgers. */
  public static final Geometry STANDARD = new Geometry(10_000);

  private final int ledgersPerChunk;
  private final ChunkId largest;

  /**
   * Creates a geometry with chunks of the given length.
   *
   * @throws IllegalArgumentException if the length is not positive
   */
  public Geometry(int ledgersPerChunk) {
    if (ledgersPerChunk < 1) {
      throw new IllegalArgumentException("a chunk has at least one ledger: " + ledgersPerChunk);
    }
    this.ledgersPerChunk = ledgersPerChunk;
    long chunks = (LedgerRange.MAX_SEQUENCE - FIRST_LEDGER + 1) / ledgersPerChunk;
    this.largest = new ChunkId((int) Math.min(chunks - 1, ChunkId.MAX_VALUE));
  }

  /** The number of ledgers in every chunk. */
  public int ledgersPerChunk() {
    return ledgersPerChunk;
  }

  /** The last chunk whose ledgers all have a 32-bit sequence and whose number has eight digits. */
  public ChunkId largest() {
    return largest;
  }

  /**
   * The chunk with a number.
   *
   * @throws OutOfRange if there is no such chunk
   */
  public ChunkId chunk(long number) {
    if (number < 0 || number > largest.value()) {
      throw new OutOfRange("chunk", number, 0, largest.value());
    }
    return new ChunkId((int) number);
  }

  /**
   * The chunk that holds a ledger.
   *
   * @throws OutOfRange if the ledger is below the first of the chain or after the largest chunk; it
   *     is never clamped
   */
  public ChunkId chunkOf(long sequence) {
    long end = last(largest);
    if (sequence < FIRST_LEDGER || sequence > end) {
      throw new OutOfRange("ledger", sequence, FIRST_LEDGER, end);
    }
    return new ChunkId((int) ((sequence - FIRST_LEDGER) / ledgersPerChunk));
  }

  /**
   * The first ledger of a chunk.
   *
   * @throws OutOfRange if the chunk is above {@link #largest()}
   */
  public long first(ChunkId chunk) {
    return (long) chunk(chunk.value()).value() * ledgersPerChunk + FIRST_LEDGER;
  }

  /** The last ledger of a chunk; throws as {@link #first} does. */
  public long last(ChunkId chunk) {
    return first(chunk) + ledgersPerChunk - 1;
  }

  /** The ledgers of a chunk; throws as {@link #first} does. */
  public LedgerRange range(ChunkId chunk) {
    return new LedgerRange(first(chunk), last(chunk));
  }
}
