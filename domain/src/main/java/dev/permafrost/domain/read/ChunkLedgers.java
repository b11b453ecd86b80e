package dev.permafrost.domain.read;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.flow.LedgerDecoder;
import dev.permafrost.domain.flow.Origin;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotRecord;
import dev.permafrost.domain.source.HotChunkSource;
import dev.permafrost.domain.source.PackChunkSource;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.failure.LedgerNotStored;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * The ledgers of one chunk, held open for any number of lookups; each then costs one read and the
 * decoding of one frame. Not thread-safe. The caller that opens it must close it.
 *
 * <p>It keeps reading what was there when it was opened: a pack whose file was removed later, or a
 * snapshot of a hot database that had no writer. While it holds a hot database open, a discard is
 * refused.
 */
public final class ChunkLedgers implements AutoCloseable {

  /** The source of a chunk's frames. */
  private interface Frames extends AutoCloseable {
    Origin origin();

    <T> T withFrame(long sequence, Function<ByteBuffer, T> use);

    @Override
    void close();
  }

  private final LedgerRange range;
  private final Frames frames;
  private final LedgerDecoder decoder;

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with this
  private ChunkLedgers(LedgerRange range, Frames frames, FrameCodec codec, DirectBuffers buffers) {
    this.range = range;
    this.frames = frames;
    try {
      this.decoder = new LedgerDecoder(codec, buffers);
    } catch (RuntimeException | Error e) {
      frames.close();
      throw e;
    }
  }

  /** The ledgers of a pack, which is closed with them, or immediately if this throws. */
  @MustBeClosed
  static ChunkLedgers of(LedgerPack pack, FrameCodec codec, DirectBuffers buffers) {
    return new ChunkLedgers(pack.range(), new PackFrames(pack), codec, buffers);
  }

  /** The ledgers of a hot database; its reader is closed as a pack would be. */
  @MustBeClosed
  static ChunkLedgers of(
      HotReader reader, LedgerRange range, FrameCodec codec, DirectBuffers buffers) {
    return new ChunkLedgers(range, new HotFrames(reader), codec, buffers);
  }

  /** The ledgers of the chunk; a hot chunk may not have all of them yet. */
  public LedgerRange range() {
    return range;
  }

  /**
   * Lends the raw bytes of one ledger, after checking its checksum, sequence and header hash.
   *
   * @param sequence a ledger of the chunk; any other is an {@link IllegalArgumentException}
   * @param use receives the bytes, read-only, valid until it returns
   * @return the result of {@code use}
   * @throws LedgerNotStored if the chunk is hot and does not have it yet
   * @throws dev.permafrost.ports.failure.HotStoreDamaged if its hot database lacks it although it
   *     should have it, or has it damaged; a damaged pack is a corrupt artifact
   */
  public <T> T withLedger(long sequence, Function<ByteBuffer, T> use) {
    if (!range.contains(sequence)) {
      throw new IllegalArgumentException("ledger " + sequence + " is not in " + range);
    }
    return frames.withFrame(
        sequence,
        frame -> decoder.decode(sequence, frame, frames.origin(), (front, raw) -> use.apply(raw)));
  }

  /** Closes what it reads from; closing twice has no effect. */
  @Override
  public void close() {
    try {
      decoder.close();
    } finally {
      frames.close();
    }
  }

  private record PackFrames(LedgerPack pack) implements Frames {

    @Override
    public Origin origin() {
      return PackChunkSource.origin(pack);
    }

    @Override
    public <T> T withFrame(long sequence, Function<ByteBuffer, T> use) {
      return pack.withFrame(sequence, use);
    }

    @Override
    public void close() {
      pack.close();
    }
  }

  private record HotFrames(HotReader reader) implements Frames {

    @Override
    public Origin origin() {
      return HotChunkSource.origin(reader);
    }

    @Override
    public <T> T withFrame(long sequence, Function<ByteBuffer, T> use) {
      return reader
          .withLedger(sequence, value -> use.apply(HotRecord.frame(value)))
          .orElseThrow(() -> ChunkPages.absent(reader, sequence));
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
