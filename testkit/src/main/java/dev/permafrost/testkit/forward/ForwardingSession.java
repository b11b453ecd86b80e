package dev.permafrost.testkit.forward;

import dev.permafrost.ports.codec.CodecSession;
import java.nio.ByteBuffer;

/** A session of a codec that passes everything on. */
public class ForwardingSession implements CodecSession {

  private final CodecSession session;

  /** Passes everything on to a session, which is closed with this. */
  public ForwardingSession(CodecSession session) {
    this.session = session;
  }

  @Override
  public int maxFrameBytes(int rawBytes) {
    return session.maxFrameBytes(rawBytes);
  }

  @Override
  public int encode(ByteBuffer borrowedRaw, ByteBuffer target) {
    return session.encode(borrowedRaw, target);
  }

  @Override
  public int rawBytes(ByteBuffer borrowedFrame) {
    return session.rawBytes(borrowedFrame);
  }

  @Override
  public int decode(ByteBuffer borrowedFrame, ByteBuffer target) {
    return session.decode(borrowedFrame, target);
  }

  @Override
  public void close() {
    session.close();
  }
}
