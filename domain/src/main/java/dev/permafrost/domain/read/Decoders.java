package dev.permafrost.domain.read;

import dev.permafrost.domain.flow.LedgerDecoder;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.codec.FrameCodec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** Decoders that are made once and used again, one thread each at a time. Closed with the store. */
public final class Decoders implements AutoCloseable {

  private final FrameCodec codec;
  private final DirectBuffers buffers;
  private final Deque<LedgerDecoder> idle = new ArrayDeque<>();
  private boolean closed;

  /** No decoder yet. */
  public Decoders(FrameCodec codec, DirectBuffers buffers) {
    this.codec = codec;
    this.buffers = buffers;
  }

  /** Does something with a decoder that nobody else uses meanwhile. */
  @SuppressWarnings("MustBeClosedChecker") // given back
  <T> T use(Function<LedgerDecoder, T> body) {
    LedgerDecoder decoder = take();
    try {
      return body.apply(decoder);
    } finally {
      giveBack(decoder);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with this, or when it is given back
  private LedgerDecoder take() {
    synchronized (this) {
      LedgerDecoder taken = idle.poll();
      if (taken != null) {
        return taken;
      }
    }
    return new LedgerDecoder(codec, buffers);
  }

  private void giveBack(LedgerDecoder decoder) {
    synchronized (this) {
      if (!closed) {
        idle.push(decoder);
        return;
      }
    }
    decoder.close();
  }

  /** Closes those that are idle, and lets the others be closed when they are given back. */
  @Override
  public void close() {
    Deque<LedgerDecoder> due;
    synchronized (this) {
      closed = true;
      due = new ArrayDeque<>(idle);
      idle.clear();
    }
    due.forEach(LedgerDecoder::close);
  }
}
