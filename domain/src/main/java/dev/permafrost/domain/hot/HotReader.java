package dev.permafrost.domain.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A handle for reading a chunk's ledgers from its hot database: through the writer's database if
 * one is open in this process, otherwise a read-only snapshot. The caller must close it; a discard
 * is refused while it is open. Thread-safe.
 */
public final class HotReader implements AutoCloseable {

  /**
   * From this many ledgers on a cursor reads ahead, 8 MiB at a time; for a single ledger that would
   * read a hundred others.
   */
  private static final int READ_AHEAD_LEDGERS = 32;

  private final HotView view;
  private final Runnable giveBack;
  private boolean closed;

  HotReader(HotView view, Runnable giveBack) {
    this.view = view;
    this.giveBack = giveBack;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return view.chunk();
  }

  /** Where the database is, for messages. */
  public String location() {
    return view.location();
  }

  /** The highest ledger, or empty if there is none yet. */
  public OptionalLong highest() {
    return highest(view);
  }

  /** The codecs that wrote to the database. */
  public Set<CodecFingerprint> codecs() {
    return codecs(view);
  }

  /**
   * A cursor over the ledgers from a sequence on; see {@link HotRecord} for the keys and values.
   */
  @MustBeClosed
  public HotCursor ledgersFrom(long sequence) {
    return view.cursor(ColumnFamily.LEDGERS, HotRecord.key(sequence));
  }

  /**
   * A cursor for reading a number of ledgers from a sequence on; see {@link HotRecord} for the keys
   * and values. Reads ahead only if that pays.
   */
  @MustBeClosed
  public HotCursor ledgersFrom(long sequence, long count) {
    byte[] key = HotRecord.key(sequence);
    return count < READ_AHEAD_LEDGERS
        ? view.lookup(ColumnFamily.LEDGERS, key)
        : view.cursor(ColumnFamily.LEDGERS, key);
  }

  /**
   * Lends the value of one ledger, in the layout of {@link HotRecord}.
   *
   * @return the result of {@code use}, or empty if there is no such ledger
   * @throws HotStoreDamaged if the value is too short
   */
  public <T> Optional<T> withLedger(long sequence, Function<ByteBuffer, T> use) {
    try (HotCursor cursor = view.lookup(ColumnFamily.LEDGERS, HotRecord.key(sequence))) {
      if (!cursor.next() || HotRecord.sequence(cursor.borrowedKey()) != sequence) {
        return Optional.empty();
      }
      ByteBuffer value = cursor.borrowedValue();
      requireSound(sequence, value);
      return Optional.of(use.apply(value));
    }
  }

  /**
   * Reads every entry of a family, which checks the checksum of every block.
   *
   * @throws HotStoreDamaged if one fails
   */
  public void readThrough(ColumnFamily family, CancelToken cancel) {
    try (HotCursor cursor = view.cursor(family, new byte[0])) {
      while (cursor.next()) {
        cancel.throwIfCancelled();
      }
    }
  }

  /** Throws if a value is too short to hold a ledger. */
  public void requireSound(long sequence, ByteBuffer borrowedValue) {
    if (borrowedValue.remaining() <= HotRecord.PREFIX_BYTES) {
      throw damaged(
          "ledger " + sequence + " has a value of " + borrowedValue.remaining() + " bytes");
    }
  }

  /** Creates the failure for damage in this database. */
  public HotStoreDamaged damaged(String damage) {
    return new HotStoreDamaged(chunk(), location(), damage, null);
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    giveBack.run();
  }

  static OptionalLong highest(HotView view) {
    Optional<byte[]> key = view.highestKey(ColumnFamily.LEDGERS);
    if (key.isEmpty()) {
      return OptionalLong.empty();
    }
    long sequence = HotRecord.sequence(ByteBuffer.wrap(key.get()));
    if (sequence < 0) {
      throw new HotStoreDamaged(
          view.chunk(),
          view.location(),
          "the highest key has " + key.get().length + " bytes, expected 4",
          null);
    }
    return OptionalLong.of(sequence);
  }

  static Set<CodecFingerprint> codecs(HotView view) {
    Set<CodecFingerprint> codecs = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
    byte[] from = HotRecord.CODEC_PREFIX.getBytes(StandardCharsets.US_ASCII);
    try (HotCursor cursor = view.cursor(ColumnFamily.DEFAULT, from)) {
      while (cursor.next()) {
        String key = StandardCharsets.US_ASCII.decode(cursor.borrowedKey().duplicate()).toString();
        if (!key.startsWith(HotRecord.CODEC_PREFIX)) {
          break;
        }
        codecs.add(new CodecFingerprint(key.substring(HotRecord.CODEC_PREFIX.length())));
      }
    }
    return codecs;
  }
}
