package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;

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
    return handles.opened("a codec session").watch(CodecSession.class, session);
  }
}
