package dev.permafrost.backend;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.codec.DamagedFrameException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;

/**
 * Decodes the one Zstandard frame of an object as a stream (RFC 8878): real lakes' frames say
 * nothing of their content's size, so whoever reads sets the cap.
 *
 * <p>A body must be exactly one frame with a checksum and without a dictionary, with a window of at
 * most 128 MiB, which is what libzstd itself allows. One thread at a time.
 */
final class FrameDecoder implements AutoCloseable {

  private static final int MAGIC = 0xFD2FB528;
  private static final int CHECKSUM_FLAG = 0x04;
  private static final int DICTIONARY_FLAGS = 0x03;
  private static final int SHORTEST_BYTES = 9;
  private static final int INPUT_BYTES = 128 << 10;

  private final ZstdDecompressCtx context;
  private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES).limit(0);
  private Iterator<ByteBuffer> body = List.<ByteBuffer>of().iterator();
  private ByteBuffer part = ByteBuffer.allocate(0);
  private boolean isOver;

  private FrameDecoder(ZstdDecompressCtx context) {
    this.context = context;
  }

  /** Makes a decoder with a context of its own. */
  @MustBeClosed
  static FrameDecoder open() {
    return new FrameDecoder(new ZstdDecompressCtx());
  }

  /**
   * Begins with a body; what was begun before is dropped.
   *
   * @param borrowedParts the body in order; read until the next call, their positions left alone
   * @throws DamagedFrameException if it does not begin as such a frame does
   */
  void begin(List<ByteBuffer> borrowedParts) {
    context.reset();
    body = borrowedParts.iterator();
    part = ByteBuffer.allocate(0);
    input.limit(0);
    isOver = false;
    refill();
    checkHeader();
  }

  /**
   * Decodes until the target is full or the frame is over.
   *
   * @param target a direct buffer
   * @return how many bytes were decoded; fewer than there was room for only at the frame's end
   * @throws DamagedFrameException if the frame is damaged, ends too early, or is followed by bytes
   */
  int read(ByteBuffer target) {
    int before = target.position();
    while (target.hasRemaining() && !isOver) {
      boolean hasInput = input.hasRemaining() || refill();
      int decoded = target.position();
      step(target);
      if (!isOver && !hasInput && target.position() == decoded) {
        throw new DamagedFrameException("the frame ends too early");
      }
    }
    if (isOver) {
      checkNothingFollows();
    }
    return target.position() - before;
  }

  private void step(ByteBuffer target) {
    try {
      isOver = context.decompressDirectByteBufferStream(target, input);
    } catch (ZstdException e) {
      throw new DamagedFrameException("the frame does not decode: " + e.getMessage());
    }
  }

  private boolean refill() {
    input.clear();
    while (input.hasRemaining() && (part.hasRemaining() || body.hasNext())) {
      if (!part.hasRemaining()) {
        part = body.next().duplicate();
        continue;
      }
      int length = Math.min(part.remaining(), input.remaining());
      input.put(part.slice(part.position(), length));
      part.position(part.position() + length);
    }
    input.flip();
    return input.hasRemaining();
  }

  private void checkHeader() {
    if (input.remaining() < SHORTEST_BYTES) {
      throw new DamagedFrameException(
          "no Zstandard frame is as short as " + input.remaining() + " bytes");
    }
    int magic = input.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(0);
    if (magic != MAGIC) {
      throw new DamagedFrameException(
          "not a Zstandard frame: it begins with " + Integer.toHexString(magic));
    }
    int descriptor = input.get(4);
    if ((descriptor & CHECKSUM_FLAG) == 0) {
      throw new DamagedFrameException("the frame has no checksum");
    }
    if ((descriptor & DICTIONARY_FLAGS) != 0) {
      throw new DamagedFrameException("the frame asks for a dictionary");
    }
  }

  private void checkNothingFollows() {
    if (input.hasRemaining() || refill()) {
      throw new DamagedFrameException("something follows the frame");
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
