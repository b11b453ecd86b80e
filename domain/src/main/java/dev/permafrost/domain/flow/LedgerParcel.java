package dev.permafrost.domain.flow;

import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.source.LedgerStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One ledger on its way through a {@link LedgerLine}, with the pooled buffers that hold it. Handed
 * from thread to thread, never used by two at once.
 */
final class LedgerParcel {

  private final DirectBuffers pool;
  private @Nullable ByteBuffer rawBuffer;

  /** The ledger in that buffer, from index 0. */
  private @Nullable ByteBuffer raw;

  private @Nullable ByteBuffer frameBuffer;
  private @Nullable LedgerFront front;
  private long rawBytes;
  private long checkNanos;
  private long encodeNanos;

  LedgerParcel(DirectBuffers pool) {
    this.pool = pool;
  }

  /** Takes the present ledger of a stream over, for a buffer that is as large. */
  void takeRaw(LedgerStream stream, int rawBytes) {
    ByteBuffer taken = stream.exchangeRaw(pool.take(rawBytes));
    rawBuffer = taken;
    raw = taken.slice();
  }

  /** Copies a frame into a buffer of the parcel's own. */
  void copyFrame(ByteBuffer borrowedFrame) {
    frameBuffer = copy(borrowedFrame);
  }

  /** A cleared buffer for raw bytes, which the parcel owns from now on. */
  ByteBuffer newRaw(int bytes) {
    ByteBuffer buffer = pool.take(bytes);
    rawBuffer = buffer;
    raw = buffer;
    return buffer;
  }

  /**
   * Encodes the ledger, in place of the frame that may have been there. The frame waits for its
   * turn in a buffer of its own size: the one that it was encoded into has room for the worst case,
   * several times as much, and goes at once to the next who encodes.
   */
  void encode(CodecSession session) {
    ByteBuffer ledger = raw();
    ByteBuffer roomy = pool.take(session.maxFrameBytes(ledger.remaining()));
    session.encode(ledger, roomy);
    if (frameBuffer != null) {
      pool.giveBack(frameBuffer);
    }
    frameBuffer = copy(roomy.flip());
    pool.giveBack(roomy);
  }

  ByteBuffer raw() {
    return present(raw);
  }

  ByteBuffer frame() {
    return present(frameBuffer);
  }

  boolean hasFrame() {
    return frameBuffer != null;
  }

  void front(LedgerFront checked) {
    front = checked;
  }

  LedgerFront front() {
    if (front == null) {
      throw new IllegalStateException("the ledger was not checked yet");
    }
    return front;
  }

  /**
   * The ledger, lent until {@link #release}: in the forms that were asked for and in no other one
   * that happens to be there, or what reads more than it says would work from some sources only.
   */
  BorrowedLedger lend(Set<Reads> forms) {
    return new BorrowedLedger(
        front().sequence(),
        front().hash(),
        front().previousHash(),
        forms.contains(Reads.FRAME) ? frameBuffer : null,
        forms.contains(Reads.RAW) ? raw : null,
        front().unknownShape());
  }

  /** Gives the raw bytes back early, while they are in a cache: nobody reads them any more. */
  void dropRaw() {
    rawBytes = rawBytes();
    pool.giveBack(present(rawBuffer));
    rawBuffer = null;
    raw = null;
  }

  /** The size of the ledger, whether it is still here or not. */
  long rawBytes() {
    return raw == null ? rawBytes : raw.remaining();
  }

  long frameBytes() {
    return frameBuffer == null ? 0 : frameBuffer.remaining();
  }

  /** Notes how long a worker took to check and to encode it. */
  void took(long check, long encode) {
    checkNanos = check;
    encodeNanos = encode;
  }

  long checkNanos() {
    return checkNanos;
  }

  long encodeNanos() {
    return encodeNanos;
  }

  /** Gives the buffers back. */
  void release() {
    if (rawBuffer != null) {
      pool.giveBack(rawBuffer);
      rawBuffer = null;
      raw = null;
    }
    if (frameBuffer != null) {
      pool.giveBack(frameBuffer);
      frameBuffer = null;
    }
  }

  private ByteBuffer copy(ByteBuffer borrowed) {
    ByteBuffer buffer = pool.take(borrowed.remaining());
    return buffer.put(borrowed.duplicate()).flip();
  }

  private static ByteBuffer present(@Nullable ByteBuffer buffer) {
    if (buffer == null) {
      throw new IllegalStateException("the parcel holds no such bytes");
    }
    return buffer;
  }
}
