package dev.permafrost.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;

/** The compression and decompression contexts of one worker, in native memory. */
final class ZstdSession implements CodecSession {

  private static final int MAX_RAW_BYTES = LedgerFront.MAX_LEDGER_BYTES;

  private final ZstdCompressCtx compressor;
  private final ZstdDecompressCtx decompressor;
  private boolean closed;

  private ZstdSession(ZstdCompressCtx compressor, ZstdDecompressCtx decompressor) {
    this.compressor = compressor;
    this.decompressor = decompressor;
  }

  @MustBeClosed
  @SuppressWarnings(
      "MustBeClosedChecker") // The session owns both; if creating it fails, they are closed.
  static ZstdSession open() {
    ZstdCompressCtx compressor = new ZstdCompressCtx();
    try {
      compressor.setLevel(ZstdFrameCodec.LEVEL).setContentSize(true).setChecksum(true);
      return new ZstdSession(compressor, new ZstdDecompressCtx());
    } catch (RuntimeException | Error e) {
      compressor.close();
      throw e;
    }
  }

  @Override
  public int maxFrameBytes(int rawBytes) {
    return (int) Zstd.compressBound(checkRawBytes(rawBytes));
  }

  @Override
  public int encode(ByteBuffer borrowedRaw, ByteBuffer target) {
    checkUsable(borrowedRaw, target);
    int rawBytes = checkRawBytes(borrowedRaw.remaining());
    checkRoom(target, maxFrameBytes(rawBytes));
    int frameBytes =
        compressor.compressDirectByteBuffer(
            target,
            target.position(),
            target.remaining(),
            borrowedRaw,
            borrowedRaw.position(),
            rawBytes);
    target.position(target.position() + frameBytes);
    return frameBytes;
  }

  @Override
  public int rawBytes(ByteBuffer borrowedFrame) {
    checkOpen();
    checkDirect(borrowedFrame);
    return FrameWalk.contentBytes(borrowedFrame, MAX_RAW_BYTES);
  }

  @Override
  public int decode(ByteBuffer borrowedFrame, ByteBuffer target) {
    checkUsable(borrowedFrame, target);
    int expectedBytes = FrameWalk.contentBytes(borrowedFrame, MAX_RAW_BYTES);
    checkRoom(target, expectedBytes);
    int rawBytes;
    try {
      // Room for exactly the claimed size: the library can then never write beyond it.
      rawBytes =
          decompressor.decompressDirectByteBuffer(
              target,
              target.position(),
              expectedBytes,
              borrowedFrame,
              borrowedFrame.position(),
              borrowedFrame.remaining());
    } catch (ZstdException e) {
      throw damaged(e, expectedBytes);
    }
    if (rawBytes != expectedBytes) {
      throw new DamagedFrameException(
          "frame holds " + rawBytes + " bytes, its header says " + expectedBytes);
    }
    target.position(target.position() + rawBytes);
    return rawBytes;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    compressor.close();
    decompressor.close();
  }

  private static DamagedFrameException damaged(ZstdException e, int expectedBytes) {
    DamagedFrameException damaged =
        new DamagedFrameException(
            "frame does not decode to the "
                + expectedBytes
                + " bytes it claims: "
                + e.getMessage());
    damaged.initCause(e);
    return damaged;
  }

  private void checkUsable(ByteBuffer source, ByteBuffer target) {
    checkOpen();
    checkDirect(source);
    checkDirect(target);
    if (target.isReadOnly()) {
      throw new IllegalArgumentException("the target is read-only");
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the codec session is closed");
    }
  }

  private static void checkDirect(ByteBuffer buffer) {
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException("a heap buffer, expected a direct one");
    }
  }

  private static int checkRawBytes(int rawBytes) {
    if (rawBytes < 1 || rawBytes > MAX_RAW_BYTES) {
      throw new IllegalArgumentException(
          "a ledger of " + rawBytes + " bytes, expected 1 to " + MAX_RAW_BYTES);
    }
    return rawBytes;
  }

  private static void checkRoom(ByteBuffer target, int neededBytes) {
    if (target.remaining() < neededBytes) {
      throw new IllegalArgumentException(
          "the target has room for " + target.remaining() + " bytes, needed are " + neededBytes);
    }
  }
}
