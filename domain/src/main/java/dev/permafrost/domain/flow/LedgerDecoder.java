package dev.permafrost.domain.flow;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;

/**
 * Decodes single frames, and checks the checksum, the sequence and the header hash. Not
 * thread-safe. The caller that opens it must close it.
 */
public final class LedgerDecoder implements AutoCloseable {

  private final CodecSession session;
  private final DirectBuffers buffers;

  /** Reads a decoded ledger. */
  public interface Reader<T> {
    /**
     * Reads one ledger.
     *
     * @param front its front, with a verified hash
     * @param borrowedRaw its raw bytes, read-only, valid until this returns
     */
    T read(LedgerFront front, ByteBuffer borrowedRaw);
  }

  /** Creates a decoder with its own session. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the decoder
  public LedgerDecoder(FrameCodec codec, DirectBuffers buffers) {
    this.session = codec.open();
    this.buffers = buffers;
  }

  /**
   * Decodes a frame and lends the ledger to a reader.
   *
   * @param sequence the ledger it must hold
   * @param origin where it came from; decides the failure for damage
   * @return the reader's result
   */
  public <T> T decode(long sequence, ByteBuffer borrowedFrame, Origin origin, Reader<T> reader) {
    ByteBuffer raw = null;
    try {
      raw = buffers.take(session.rawBytes(borrowedFrame));
      session.decode(borrowedFrame, raw);
      raw.flip();
      LedgerFront front = LedgerSoundness.read(raw, sequence, origin);
      LedgerSoundness.requireInPlace(front, sequence, origin);
      return reader.read(front, raw.asReadOnlyBuffer());
    } catch (DamagedFrameException e) {
      throw LedgerSoundness.damaged(sequence, e, origin);
    } finally {
      if (raw != null) {
        buffers.giveBack(raw);
      }
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
