package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import java.nio.ByteBuffer;

/** Tracks the sessions of a codec. */
record TrackedCodec(FrameCodec real, OpenHandles handles) implements FrameCodec {

  @Override
  public CodecFingerprint fingerprint() {
    return real.fingerprint();
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
  public CodecSession open() {
    CodecSession session = real.open();
    return new Session(session, handles.opened("a codec session"));
  }

  private record Session(CodecSession real, OpenHandles.Handle handle) implements CodecSession {

    @Override
    public int maxFrameBytes(int rawBytes) {
      handle.use();
      return real.maxFrameBytes(rawBytes);
    }

    @Override
    public int encode(ByteBuffer borrowedRaw, ByteBuffer target) {
      handle.use();
      return real.encode(borrowedRaw, target);
    }

    @Override
    public int rawBytes(ByteBuffer borrowedFrame) {
      handle.use();
      return real.rawBytes(borrowedFrame);
    }

    @Override
    public int decode(ByteBuffer borrowedFrame, ByteBuffer target) {
      handle.use();
      return real.decode(borrowedFrame, target);
    }

    @Override
    public void close() {
      handle.close();
      real.close();
    }
  }
}
