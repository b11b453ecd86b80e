package dev.permafrost.domain.read;

import dev.permafrost.domain.flow.LedgerDecoder;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.codec.FrameCodec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/** A pool of decoders; each is used by one thread at a time. Closed with the store. */
public final class Decoders implements AutoCloseable {

  private final FrameCodec codec;
  private final DirectBuffers buffers;
  private final Deque<LedgerDecoder> idle = new ArrayDeque<>();
  private boolean closed;

  /** Creates an empty pool. */
  public Decoders(FrameCodec codec, DirectBuffers buffers) {
    this.codec = codec;
    this.buffers = buffers;
  }

  /** Runs a body with a decoder that no other thread uses at the same time. */
  @SuppressWarnings("MustBeClosedChecker") // returned
  <T> T use(Function<LedgerDecoder, T> body) {
    LedgerDecoder decoder = take();
    try {
      return body.apply(decoder);
    } finally {
      giveBack(decoder);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with this, or when it is returned
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

  /** Closes the idle decoders; the others are closed when they are returned. */
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
