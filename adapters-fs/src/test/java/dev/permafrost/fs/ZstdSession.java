package dev.permafrost.fs;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.DamagedFrameException;
import java.nio.ByteBuffer;

/** As much of a codec as an inspection needs. */
final class ZstdSession implements CodecSession {

  private final ZstdDecompressCtx context = new ZstdDecompressCtx();

  @Override
  public int maxFrameBytes(int rawBytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int encode(ByteBuffer borrowedRaw, ByteBuffer target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int rawBytes(ByteBuffer borrowedFrame) {
    long bytes =
        Zstd.getDirectByteBufferFrameContentSize(
            borrowedFrame, borrowedFrame.position(), borrowedFrame.remaining());
    if (bytes < 1 || bytes > (64 << 20)) {
      throw new DamagedFrameException("content of " + bytes + " bytes");
    }
    return (int) bytes;
  }

  @Override
  public int decode(ByteBuffer borrowedFrame, ByteBuffer target) {
    try {
      int bytes =
          context.decompressDirectByteBuffer(
              target,
              target.position(),
              target.remaining(),
              borrowedFrame,
              borrowedFrame.position(),
              borrowedFrame.remaining());
      target.position(target.position() + bytes);
      return bytes;
    } catch (ZstdException e) {
      throw new DamagedFrameException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    context.close();
  }
}
