package dev.permafrost.domain.plan;

import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Fetches ledgers and encodes them, to know what they take; keeps none. It checks nothing: what is
 * wrong with a ledger is found when it is kept. Immutable; may be shared by threads.
 */
public final class LedgerSampler {

  private final FrameCodec codec;
  private final TimeSource time;

  /** A sampler that encodes as the store's codec does. */
  public LedgerSampler(FrameCodec codec, TimeSource time) {
    this.codec = codec;
    this.time = time;
  }

  /**
   * Measures all ledgers of a range.
   *
   * @throws dev.permafrost.ports.failure.StorageFailure as the source's stream does
   */
  public LedgerSample measure(LedgerSource source, LedgerRange range, CancelToken cancel) {
    long begunNanos = time.nanoTime();
    long ledgers = 0;
    long rawBytes = 0;
    long frameBytes = 0;
    try (CodecSession session = codec.open();
        LedgerStream stream = source.stream(range, cancel)) {
      ByteBuffer raw = ByteBuffer.allocateDirect(1 << 20);
      ByteBuffer frame = ByteBuffer.allocateDirect(1 << 20);
      while (stream.next()) {
        cancel.throwIfCancelled();
        raw = stream.exchangeRaw(raw);
        int most = session.maxFrameBytes(raw.remaining());
        frame = frame.capacity() < most ? ByteBuffer.allocateDirect(most) : frame.clear();
        rawBytes += raw.remaining();
        frameBytes += session.encode(raw, frame);
        ledgers++;
      }
    }
    Duration elapsed = Duration.ofNanos(time.nanoTime() - begunNanos);
    return new LedgerSample(ledgers, rawBytes, frameBytes, elapsed);
  }
}
