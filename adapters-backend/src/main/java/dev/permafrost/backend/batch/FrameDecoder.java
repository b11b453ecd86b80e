package dev.permafrost.backend.batch;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.util.Native;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.natives.NativeLibrary;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Decodes the one Zstandard frame of an object as a stream (RFC 8878): frames in real lakes do not
 * state their content's size, so the reader sets a limit.
 *
 * <p>A body must be exactly one frame with a checksum and without a dictionary, with a window of at
 * most 32 MiB. Real lakes have 8 MiB, which is what RFC 8878 (section 3.1.1.1.2) asks encoders to
 * stay within; libzstd would set 128 MiB aside for a frame of a few bytes that asks for them.
 *
 * <p>A small frame whose content fits can be decoded in one step, in half the time. If that is not
 * possible, streaming finds and reports the reason. Not thread-safe.
 */
final class FrameDecoder implements AutoCloseable {

  private static final int MAGIC = 0xFD2FB528;
  private static final int CHECKSUM_FLAG = 0x04;
  private static final int DICTIONARY_FLAGS = 0x03;
  private static final int SINGLE_SEGMENT_FLAG = 0x20;
  private static final int SHORTEST_BYTES = 9;
  private static final long MOST_WINDOW_BYTES = 32L << 20;

  /** How much of a body is passed at once: usually all of an object with one ledger. */
  private static final int INPUT_BYTES = 256 << 10;

  private static final NativeLibrary LIBRARY =
      new NativeLibrary(
          "zstd-jni",
          () -> Optional.ofNullable(System.getProperty("ZstdTempFolder")),
          Native::load);

  private final ZstdDecompressCtx context;
  private final ByteBuffer input = ByteBuffer.allocateDirect(INPUT_BYTES).limit(0);
  private Iterator<ByteBuffer> body = List.<ByteBuffer>of().iterator();
  private ByteBuffer part = ByteBuffer.allocate(0);
  private boolean isOver;

  private FrameDecoder(ZstdDecompressCtx context) {
    this.context = context;
  }

  /** Creates a decoder with its own context. */
  @MustBeClosed
  static FrameDecoder open() {
    LIBRARY.require();
    return new FrameDecoder(new ZstdDecompressCtx());
  }

  /**
   * Starts a body; the previous one is dropped.
   *
   * @param borrowedParts the body in order; read until the next call, their positions do not change
   * @throws DamagedFrameException if it does not begin like a valid frame
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
   * Decodes until the target is full or the frame ends.
   *
   * @param target a direct buffer
   * @return how many bytes were decoded; fewer than requested only at the frame's end
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

  /**
   * Decodes the whole frame in one step.
   *
   * @param target a direct buffer; filled from its position on
   * @return whether that was possible; if not, nothing was read, and {@link #read} reads from the
   *     frame's start
   */
  boolean decodeWhole(ByteBuffer target) {
    if (part.hasRemaining() || body.hasNext()) {
      return false;
    }
    int frameBytes = input.limit();
    if (Zstd.findDirectByteBufferFrameCompressedSize(input, 0, frameBytes) != frameBytes) {
      return false;
    }
    try {
      int decoded =
          context.decompressDirectByteBuffer(
              target, target.position(), target.remaining(), input, 0, frameBytes);
      target.position(target.position() + decoded);
    } catch (ZstdException e) {
      context.reset();
      return false;
    }
    input.position(frameBytes);
    isOver = true;
    return true;
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
    long windowBytes = windowBytes(descriptor);
    if (windowBytes > MOST_WINDOW_BYTES) {
      throw new DamagedFrameException(
          "the frame asks for a window of "
              + windowBytes
              + " bytes, at most "
              + MOST_WINDOW_BYTES
              + " are expected");
    }
  }

  /**
   * How far back the frame may refer, which its decoder must allocate (RFC 8878, sections 3.1.1.1.2
   * and 3.1.1.1.4): stated in the frame, or as large as the content if that is a single segment.
   */
  private long windowBytes(int descriptor) {
    if ((descriptor & SINGLE_SEGMENT_FLAG) == 0) {
      int window = input.get(5) & 0xFF;
      long base = 1L << (10 + (window >>> 3));
      return base + base / 8 * (window & 7);
    }
    ByteBuffer size = input.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    return switch ((descriptor >>> 6) & 3) {
      case 0 -> size.get(5) & 0xFF;
      case 1 -> (size.getShort(5) & 0xFFFF) + 256;
      case 2 -> size.getInt(5) & 0xFFFFFFFFL;
      default -> enough(size);
    };
  }

  /** A content size of eight bytes; a negative number means 2^63 or more. */
  private static long enough(ByteBuffer header) {
    long bytes = header.remaining() < 13 ? 0 : header.getLong(5);
    return bytes < 0 ? Long.MAX_VALUE : bytes;
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
