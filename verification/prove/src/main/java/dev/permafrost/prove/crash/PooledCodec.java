package dev.permafrost.prove.crash;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.testkit.forward.ForwardingSession;
import java.util.ArrayDeque;

/**
 * The real codec, whose sessions are kept when they are closed: a run of a scenario takes about as
 * long as making one. Safe for several threads.
 */
final class PooledCodec implements FrameCodec, AutoCloseable {

  private final FrameCodec codec;
  private final CodecFingerprint fingerprint;
  private final ArrayDeque<CodecSession> idle = new ArrayDeque<>();
  private int lent;

  PooledCodec(FrameCodec codec, CodecFingerprint fingerprint) {
    this.codec = codec;
    this.fingerprint = fingerprint;
  }

  @Override
  public CodecFingerprint fingerprint() {
    return fingerprint;
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // kept in the pool, which closes it
  public CodecSession open() {
    CodecSession session;
    synchronized (idle) {
      session = idle.poll();
      lent++;
    }
    return new Lent(session == null ? codec.open() : session);
  }

  /** How many sessions somebody has. */
  int lent() {
    synchronized (idle) {
      return lent;
    }
  }

  /** Closes the sessions that nobody has. */
  @Override
  public void close() {
    synchronized (idle) {
      idle.forEach(CodecSession::close);
      idle.clear();
    }
  }

  private final class Lent extends ForwardingSession {
    private final CodecSession session;
    private boolean closed;

    Lent(CodecSession session) {
      super(session);
      this.session = session;
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        synchronized (idle) {
          idle.push(session);
          lent--;
        }
      }
    }
  }
}
