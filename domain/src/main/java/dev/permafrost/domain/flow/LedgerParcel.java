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
 * One ledger in a {@link LedgerLine}, with the pooled buffers that hold it. Passed from thread to
 * thread, never used by two at once.
 */
final class LedgerParcel {

  private final DirectBuffers pool;
  private @Nullable ByteBuffer rawBuffer;

  /** The raw ledger, from index 0. */
  private @Nullable ByteBuffer raw;

  private @Nullable ByteBuffer frameBuffer;
  private @Nullable LedgerFront front;
  private long rawBytes;
  private long checkNanos;
  private long encodeNanos;

  LedgerParcel(DirectBuffers pool) {
    this.pool = pool;
  }

  /** Takes over the current ledger of a stream, in exchange for a buffer of the same size. */
  void takeRaw(LedgerStream stream, int rawBytes) {
    ByteBuffer taken = stream.exchangeRaw(pool.take(rawBytes));
    rawBuffer = taken;
    raw = taken.slice();
  }

  /** Copies a frame into the parcel's own buffer. */
  void copyFrame(ByteBuffer borrowedFrame) {
    frameBuffer = copy(borrowedFrame);
  }

  /** A cleared buffer for raw bytes, which the parcel owns from then on. */
  ByteBuffer newRaw(int bytes) {
    ByteBuffer buffer = pool.take(bytes);
    rawBuffer = buffer;
    raw = buffer;
    return buffer;
  }

  /**
   * Encodes the ledger, replacing the frame that it may have had. The frame is then kept in a
   * buffer of its own size: the buffer it was encoded into is sized for the worst case, several
   * times as much, and is returned immediately for the next encoding.
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
   * Lends the ledger until {@link #release}, in the requested forms only. Other forms that happen
   * to be present are withheld: a reader that uses more than it declares would work for some
   * sources only.
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

  /** Returns the raw bytes early, while they are in the CPU cache: they are no longer needed. */
  void dropRaw() {
    rawBytes = rawBytes();
    pool.giveBack(present(rawBuffer));
    rawBuffer = null;
    raw = null;
  }

  /** The size of the ledger, whether its bytes are still held or not. */
  long rawBytes() {
    return raw == null ? rawBytes : raw.remaining();
  }

  long frameBytes() {
    return frameBuffer == null ? 0 : frameBuffer.remaining();
  }

  /** Records how long a worker took to check and to encode it. */
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

  /** Returns the buffers. */
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
