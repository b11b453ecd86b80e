package dev.permafrost.benchmarks.material;

import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** How long the codec alone takes for so many ledgers, when nothing else is done. */
public final class Limits {

  private final FrameCodec codec;
  private final Sample sample;

  /** Limits of a codec on a sample. */
  public Limits(FrameCodec codec, Sample sample) {
    this.codec = codec;
    this.sample = sample;
  }

  /** The seconds that decoding takes, on so many threads. */
  public double decodeSeconds(int ledgers, int threads) {
    return seconds(ledgers, threads, false);
  }

  /** The seconds that decoding and encoding again takes, on so many threads. */
  public double recodeSeconds(int ledgers, int threads) {
    return seconds(ledgers, threads, true);
  }

  private double seconds(int ledgers, int threads, boolean encoding) {
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          ByteBuffer raw = ByteBuffer.allocateDirect(sample.largestRawBytes());
          try (CodecSession session = codec.open()) {
            ByteBuffer frame =
                ByteBuffer.allocateDirect(session.maxFrameBytes(sample.largestRawBytes()));
            for (int i = next.getAndIncrement(); i < ledgers; i = next.getAndIncrement()) {
              session.decode(
                  sample.frames().get(i % sample.frames().size()).duplicate(), raw.clear());
              if (encoding) {
                session.encode(raw.flip(), frame.clear());
              }
            }
          }
        };
    return Stopwatch.seconds(() -> Stopwatch.onThreads(threads, work));
  }
}
