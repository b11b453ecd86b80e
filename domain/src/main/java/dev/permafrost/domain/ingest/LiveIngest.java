package dev.permafrost.domain.ingest;

import dev.permafrost.domain.flow.LedgerEncoder;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ledgers pushed one at a time, as the network closes them, into the hot databases of one chunk
 * after another (docs/protocol.md, "Live ingestion").
 *
 * <p>{@link #append} returns when its ledger is durable and the witness says so: that is the
 * acknowledgement, and blocking is the back pressure. It checks and encodes on the caller's thread,
 * so that no freeze can hold it up. It crosses chunk borders by itself: the full chunk's handle is
 * given back, and the next chunk is opened when its first ledger comes.
 *
 * <p>Used by one thread, its owner, which closes it. Readers may read meanwhile.
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
   * Begins a session.
   *
   * @param next the ledger that is due
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
   * Hot chunks below the one that is filled which lack ledgers, and are not frozen. Live ingestion
   * leaves them: freeze each from another source, then discard it.
   */
  public List<ChunkId> incompleteBelow() {
    return incompleteBelow;
  }

  /**
   * Stores one ledger: durable, in the witness and readable when this returns.
   *
   * <p>Whatever it throws, the ledger is wholly there or absent and is not acknowledged, and this
   * session is spent: close it, and begin the next one, which goes on behind the highest ledger
   * that is there.
   *
   * @param borrowedRaw the raw ledger from position to limit, direct or not, read before this
   *     returns; its position is left alone
   * @throws dev.permafrost.ports.failure.UnsoundLedger if the bytes are no sound ledger
   * @throws dev.permafrost.ports.failure.UnexpectedLedger if it is not the ledger that is due
   * @throws dev.permafrost.ports.failure.BrokenChain if it does not link to the one before it, or
   *     another hash is trusted for it
   * @throws dev.permafrost.ports.failure.AlreadyFrozen if its chunk is frozen
   * @throws dev.permafrost.ports.failure.BelowFloor if its chunk lies below the store's floor
   * @throws dev.permafrost.ports.failure.StorageFailure of the disk
   * @throws IllegalStateException if the session is spent or closed
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

  /** The ledger is durable whatever happens here, so a failure waits for the next call. */
  private void endOwing(LiveChunk full) {
    open = null;
    try {
      full.end();
    } catch (RuntimeException e) {
      owed = e;
    }
  }

  /**
   * Gives the chunk's handle back and frees the encoder; closing twice is harmless. What was
   * acknowledged stays.
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
