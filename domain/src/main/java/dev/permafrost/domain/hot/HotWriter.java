package dev.permafrost.domain.hot;

import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.work.TimeSource;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The handle for writing to a chunk's hot database. There is one at a time. One thread uses it;
 * other threads may read at the same time.
 *
 * <p>One ledger is one atomic, synced batch over all column families; after the batch is durable
 * its sequence is written to the witness, and only then {@link #append} returns, which acknowledges
 * the ledger (docs/protocol.md, "Ingesting into a hot database", "The witness").
 */
public final class HotWriter implements AutoCloseable {

  /** The witness is synced after this many commits. */
  public static final int WITNESS_SYNC_INTERVAL = 256;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Takes back a writer's database. */
  interface GiveBack {
    /** Takes it back; {@code spent} if a write failed. */
    void giveBack(boolean spent);
  }

  private final HotStore store;
  private final LedgerRange range;
  private final List<HotColumn> columns;
  private final LongConsumer published;
  private final GiveBack giveBack;
  private final Set<CodecFingerprint> codecs;
  private ByteBuffer value = ByteBuffer.allocateDirect(64 << 10);
  private final ByteBuffer key = ByteBuffer.allocateDirect(4);
  private OptionalLong highest;
  private int unsyncedWitnesses;
  private long committedNanos;
  private boolean broken;
  private boolean closed;

  /**
   * Creates a writer of a database.
   *
   * @param published receives each acknowledged ledger
   */
  HotWriter(
      HotStore store,
      LedgerRange range,
      List<HotColumn> columns,
      LongConsumer published,
      GiveBack giveBack) {
    this.published = published;
    this.store = store;
    this.range = range;
    this.columns = List.copyOf(columns);
    this.giveBack = giveBack;
    this.codecs = new HashSet<>(HotReader.codecs(store));
    this.highest = HotReader.highest(store);
  }

  /** The chunk. */
  public ChunkId chunk() {
    return store.chunk();
  }

  /** Where the database is, for messages. */
  public String location() {
    return store.location();
  }

  /** The highest ledger, or empty if there is none yet. */
  public OptionalLong highest() {
    return highest;
  }

  /** The next ledger that {@link #append} takes; one after the chunk's last when it is full. */
  public long next() {
    return highest.isPresent() ? highest.getAsLong() + 1 : range.first();
  }

  /** The hash of the highest ledger's header, or empty if there is no ledger yet. */
  public Optional<LedgerHash> highestHash() {
    if (highest.isEmpty()) {
      return Optional.empty();
    }
    try (HotCursor cursor =
        store.lookup(ColumnFamily.LEDGERS, HotRecord.key(highest.getAsLong()))) {
      if (!cursor.next() || cursor.borrowedValue().remaining() <= HotRecord.PREFIX_BYTES) {
        throw new dev.permafrost.ports.failure.HotStoreDamaged(
            chunk(), location(), "ledger " + highest.getAsLong() + " cannot be read back", null);
      }
      return Optional.of(HotRecord.hash(cursor.borrowedValue()));
    }
  }

  /**
   * Appends one checked ledger. When this returns, it is durable and acknowledged. If it throws,
   * the ledger is either completely there or absent, and this writer takes no more.
   *
   * @param borrowed has a frame, and raw bytes if there are additional columns
   * @param codec the codec that made the frame
   * @throws IllegalStateException if it is not the next ledger of the chunk
   */
  public void append(BorrowedLedger borrowed, CodecFingerprint codec) {
    append(borrowed, codec, null);
  }

  /**
   * The same, and records when the batch was durable; see {@link #committedNanos}.
   *
   * @param time the clock, or null if the time is not needed
   */
  public void append(BorrowedLedger borrowed, CodecFingerprint codec, @Nullable TimeSource time) {
    long sequence = borrowed.sequence();
    if (broken || closed || sequence != next() || !range.contains(sequence)) {
      throw new IllegalStateException(
          "chunk " + chunk() + " does not take ledger " + sequence + ", next is " + next());
    }
    broken = true;
    store.commit(batchOf(borrowed, codec));
    if (time != null) {
      committedNanos = time.nanoTime();
    }
    store.recordWitness(sequence);
    if (++unsyncedWitnesses == WITNESS_SYNC_INTERVAL) {
      store.syncWitness();
      unsyncedWitnesses = 0;
    }
    codecs.add(codec);
    highest = OptionalLong.of(sequence);
    published.accept(sequence);
    broken = false;
  }

  /** When the batch of the last ledger was durable, before the witness was touched. */
  public long committedNanos() {
    return committedNanos;
  }

  private HotBatch batchOf(BorrowedLedger borrowed, CodecFingerprint codec) {
    ByteBuffer frame = borrowed.frame();
    int bytes = HotRecord.PREFIX_BYTES + frame.remaining();
    if (value.capacity() < bytes) {
      // The smaller one is freed first: holding both would be more than a ledger needs.
      value = NOTHING;
      value = ByteBuffer.allocateDirect(DirectBuffers.capacityFor(bytes));
    }
    value.clear();
    borrowed.hash().putAt(value, 0);
    borrowed.previousHash().putAt(value, LedgerHash.BYTES);
    value.position(HotRecord.PREFIX_BYTES).put(frame).flip();
    key.clear().putInt((int) borrowed.sequence()).flip();
    HotBatch batch = new HotBatch().put(ColumnFamily.LEDGERS, key, value);
    if (!codecs.contains(codec)) {
      batch.put(
          ColumnFamily.DEFAULT,
          ByteBuffer.wrap(HotRecord.codecKey(codec.value())),
          ByteBuffer.allocate(0));
    }
    for (HotColumn column : columns) {
      column.contribute(borrowed, batch);
    }
    return batch;
  }

  /**
   * Returns the handle; the database closes, and syncs its witness, when no reader is open. The
   * witness is synced here too, because readers may stay open for long: otherwise it would lag by
   * more than the next writer, which counts from zero, expects.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (unsyncedWitnesses > 0 && !broken) {
        broken = true;
        store.syncWitness();
        broken = false;
      }
    } finally {
      giveBack.giveBack(broken);
    }
  }
}
