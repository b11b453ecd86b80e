package dev.permafrost.domain.ingest;

import dev.permafrost.domain.flow.LedgerEncoder;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Live ingestion: stores ledgers pushed one at a time, as the network closes them, in the hot
 * databases of one chunk after another (docs/protocol.md, "Live ingestion").
 *
 * <p>{@link #append} returns when its ledger is durable and in the witness: that acknowledges the
 * ledger, and blocking is the back pressure. It checks and encodes on the caller's thread, so that
 * a freeze does not delay it. It continues across chunk borders: the full chunk's handle is closed,
 * and the next chunk is opened when its first ledger arrives.
 *
 * <p>Used by one thread, which owns and closes it. Other threads may read at the same time.
 */
public final class LiveIngest implements AutoCloseable {

  private final LiveMeans means;
  private final String network;
  private final List<ChunkId> incompleteBelow;
  private final LedgerEncoder encoder;
  private @Nullable LiveChunk open;
  private @Nullable RuntimeException owed;
  private long next;
  private boolean spent;
  private boolean closed;

  /**
   * Starts a session.
   *
   * @param next the expected ledger
   * @param open the chunk of that ledger, if it is open already
   */
  @SuppressWarnings("MustBeClosedChecker") // closed with the session
  LiveIngest(
      LiveMeans means,
      String network,
      List<ChunkId> incompleteBelow,
      long next,
      @Nullable LiveChunk open) {
    this.means = means;
    this.network = network;
    this.incompleteBelow = List.copyOf(incompleteBelow);
    this.next = next;
    this.open = open;
    this.encoder = means.passes().encoder();
  }

  /** The ledger that {@link #append} takes next. */
  public long next() {
    return next;
  }

  /**
   * Hot chunks below the current one that are not frozen and lack ledgers. Live ingestion leaves
   * them alone: freeze each from another source, then discard it.
   */
  public List<ChunkId> incompleteBelow() {
    return incompleteBelow;
  }

  /**
   * Stores one ledger: durable, in the witness and readable when this returns.
   *
   * <p>If it throws, the ledger is either completely there or absent, and not acknowledged, and
   * this session cannot be used any more: close it, and start another one, which continues after
   * the highest ledger that is there.
   *
   * @param borrowedRaw the raw ledger from position to limit, direct or not, read before this
   *     returns; its position does not change
   * @throws dev.permafrost.ports.failure.UnsoundLedger if the bytes are not a valid ledger
   * @throws dev.permafrost.ports.failure.UnexpectedLedger if it is not the expected ledger
   * @throws dev.permafrost.ports.failure.BrokenChain if it does not link to the one before it, or
   *     another hash is trusted for it
   * @throws dev.permafrost.ports.failure.AlreadyFrozen if its chunk is frozen
   * @throws dev.permafrost.ports.failure.BelowFloor if its chunk lies below the store's floor
   * @throws dev.permafrost.ports.failure.StorageFailure of the disk
   * @throws IllegalStateException if the session has failed or is closed
   */
  public Acknowledged append(ByteBuffer borrowedRaw) {
    if (spent || closed) {
      throw new IllegalStateException(
          "this session is " + (closed ? "closed" : "spent") + ": begin another one");
    }
    spent = true;
    if (owed != null) {
      throw owed;
    }
    LiveChunk chunk = open;
    if (chunk == null) {
      ChunkId due = means.catalog().geometry().chunkOf(next);
      chunk = LiveChunk.open(means, due, network);
      open = chunk;
    }
    LedgerHash hash;
    try {
      hash = chunk.append(borrowedRaw, encoder);
    } catch (RuntimeException | Error e) {
      open = null;
      chunk.fail(e);
      throw e;
    }
    long stored = next++;
    Optional<ChunkId> completed = Optional.empty();
    if (chunk.isFull()) {
      completed = Optional.of(chunk.chunk());
      endOwing(chunk);
    }
    spent = false;
    return new Acknowledged(stored, hash, completed);
  }

  /** The ledger is durable in any case, so a failure is thrown by the next call. */
  private void endOwing(LiveChunk full) {
    open = null;
    try {
      full.end();
    } catch (RuntimeException e) {
      owed = e;
    }
  }

  /**
   * Closes the chunk's handle and frees the encoder; closing twice has no effect. Acknowledged
   * ledgers stay.
   *
   * @throws dev.permafrost.ports.failure.StorageFailure if the witness cannot be synced
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    LiveChunk last = open;
    open = null;
    try (encoder) {
      if (last != null) {
        last.end();
      }
    }
  }
}
