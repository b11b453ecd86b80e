package dev.permafrost.benchmarks.material;

import dev.permafrost.benchmarks.Setting;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** How long the codec takes for so many ledgers when nothing else is done, or the disk's part. */
public final class Limits {

  private final FrameCodec codec;
  private final Sample sample;

  private Limits(FrameCodec codec, Sample sample) {
    this.codec = codec;
    this.sample = sample;
  }

  /** The limits on a sample of some ledgers. */
  public static Limits of(Setting setting, Ledgers ledgers) {
    return new Limits(new ZstdFrameCodec(), Sample.shared(setting, ledgers));
  }

  /** The seconds that encoding takes, on so many threads. */
  public double encodeSeconds(int count, int threads) {
    return seconds(
        count,
        threads,
        (session, sampled, raw, frame) -> session.encode(sampled.raw(), frame.clear()));
  }

  /** The seconds that decoding takes, on so many threads. */
  public double decodeSeconds(int count, int threads) {
    return seconds(
        count,
        threads,
        (session, sampled, raw, frame) -> session.decode(sampled.frame(), raw.clear()));
  }

  /** The seconds that decoding and encoding again takes, on so many threads. */
  public double recodeSeconds(int count, int threads) {
    return seconds(
        count,
        threads,
        (session, sampled, raw, frame) -> {
          session.decode(sampled.frame(), raw.clear());
          session.encode(raw.flip(), frame.clear());
        });
  }

  /**
   * The same, while one more thread writes so many bytes to a file and syncs it: what a pack needs
   * of the codec and of the disk, both at once.
   *
   * @param directory where the file is for a moment
   */
  public double recodeAndWriteSeconds(int count, int threads, Path directory, long bytes) {
    Background writer = new Background("bench-write", () -> PlainPieces.write(directory, bytes));
    return Stopwatch.seconds(
        () -> {
          writer.start();
          try {
            recodeSeconds(count, threads);
          } finally {
            writer.join();
          }
        });
  }

  /** One ledger of the sample in both forms, with positions of its own. */
  private record Sampled(ByteBuffer raw, ByteBuffer frame) {}

  /** What the codec does to one ledger, with room for either form. */
  private interface Step {
    void run(CodecSession session, Sampled sampled, ByteBuffer raw, ByteBuffer frame);
  }

  private double seconds(int count, int threads, Step step) {
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          ByteBuffer raw = ByteBuffer.allocateDirect(sample.largestRawBytes());
          try (CodecSession session = codec.open()) {
            ByteBuffer frame =
                ByteBuffer.allocateDirect(session.maxFrameBytes(sample.largestRawBytes()));
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
              step.run(session, sampled(i), raw, frame);
            }
          }
        };
    return Stopwatch.seconds(() -> Stopwatch.onThreads(threads, work));
  }

  private Sampled sampled(int number) {
    int index = number % sample.frames().size();
    return new Sampled(sample.raw().get(index).duplicate(), sample.frames().get(index).duplicate());
  }
}
