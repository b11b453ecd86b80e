package dev.permafrost.domain.flow;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.ports.work.TimeSource;
import java.util.Set;

/** Opens {@link LedgerLine}s that share a codec, a pool of workers, buffers and a bound. */
public final class LedgerLines {

  private final FrameCodec codec;
  private final OrderedWork work;
  private final DirectBuffers buffers;
  private final long maxBytesInFlight;
  private final UnknownShapes unknownShapes;
  private final TimeSource time;

  /**
   * Creates a factory.
   *
   * @param maxBytesInFlight how many bytes may be in flight in each line
   * @param unknownShapes receives each ledger of an unknown shape
   * @param time measures the work on each ledger
   */
  public LedgerLines(
      FrameCodec codec,
      OrderedWork work,
      DirectBuffers buffers,
      long maxBytesInFlight,
      UnknownShapes unknownShapes,
      TimeSource time) {
    this.codec = codec;
    this.work = work;
    this.buffers = buffers;
    this.maxBytesInFlight = maxBytesInFlight;
    this.unknownShapes = unknownShapes;
    this.time = time;
  }

  /** Identifies the codec of these lines. */
  public CodecFingerprint fingerprint() {
    return codec.fingerprint();
  }

  /** Opens a line; see {@link LedgerLine}. */
  @MustBeClosed
  public LedgerLine open(ChunkId chunk, Set<Reads> forms, LedgerLine.Receiver receiver) {
    return new LedgerLine(chunk, forms, this, receiver);
  }

  /** Opens an encoder that works on the caller's thread. */
  @MustBeClosed
  public LedgerEncoder encoder() {
    return new LedgerEncoder(this);
  }

  FrameCodec codec() {
    return codec;
  }

  OrderedWork work() {
    return work;
  }

  DirectBuffers buffers() {
    return buffers;
  }

  long maxBytesInFlight() {
    return maxBytesInFlight;
  }

  UnknownShapes unknownShapes() {
    return unknownShapes;
  }

  TimeSource time() {
    return time;
  }
}
