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
 * Fetches and encodes ledgers to measure them; keeps none, and checks nothing: a damaged ledger is
 * found when it is stored. Immutable and thread-safe.
 */
public final class LedgerSampler {

  private final FrameCodec codec;
  private final TimeSource time;

  /** Creates a sampler that uses the store's codec. */
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
