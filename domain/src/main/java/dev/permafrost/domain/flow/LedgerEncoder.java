package dev.permafrost.domain.flow;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks and encodes single raw ledgers on the caller's thread, for low latency. Not thread-safe.
 * The caller that opens it must close it.
 */
public final class LedgerEncoder implements AutoCloseable {

  private final CodecSession session;
  private final DirectBuffers buffers;
  private final UnknownShapes unknownShapes;
  private @Nullable ByteBuffer copy;

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the encoder
  LedgerEncoder(LedgerLines means) {
    this.session = means.codec().open();
    this.buffers = means.buffers();
    this.unknownShapes = means.unknownShapes();
  }

  /**
   * Reads the front of a raw ledger, and hashes its header.
   *
   * @param due the expected ledger, for messages
   * @param borrowedRaw read from position to limit; its position does not change
   * @param origin where it came from; decides the failure for damage
   */
  public LedgerFront check(long due, ByteBuffer borrowedRaw, Origin origin) {
    LedgerSoundness.requireSize(borrowedRaw.remaining(), due, origin);
    return LedgerSoundness.read(borrowedRaw.slice(), due, origin);
  }

  /**
   * Encodes a checked ledger, and lends it with its frame.
   *
   * @param front the result of {@link #check} for these bytes
   * @param use receives the ledger, raw and as a frame, valid until it returns
   */
  public void encode(LedgerFront front, ByteBuffer borrowedRaw, Consumer<BorrowedLedger> use) {
    ByteBuffer raw = borrowedRaw.isDirect() ? borrowedRaw.slice() : copied(borrowedRaw);
    ByteBuffer frame = buffers.take(session.maxFrameBytes(raw.remaining()));
    try {
      session.encode(raw, frame);
      use.accept(
          new BorrowedLedger(
              front.sequence(),
              front.hash(),
              front.previousHash(),
              frame.flip(),
              raw,
              front.unknownShape()));
    } finally {
      buffers.giveBack(frame);
      if (copy != null) {
        buffers.giveBack(copy);
        copy = null;
      }
    }
  }

  /** Reports a ledger of an unknown shape, once it is stored. */
  public void stored(ChunkId chunk, LedgerFront front) {
    front.unknownShape().ifPresent(shape -> unknownShapes.taken(chunk, front.sequence(), shape));
  }

  private ByteBuffer copied(ByteBuffer borrowedRaw) {
    ByteBuffer taken = buffers.take(borrowedRaw.remaining());
    copy = taken;
    return taken.put(borrowedRaw.duplicate()).flip();
  }

  @Override
  public void close() {
    session.close();
  }
}
