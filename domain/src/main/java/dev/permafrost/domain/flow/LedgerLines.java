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
   * Lines over the given means.
   *
   * @param maxBytesInFlight how much may be on its way at once, in each line
   * @param unknownShapes is told of each ledger of a shape that is not known
   * @param time the clock that the work on each ledger is measured with
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

  /** What makes the frames of these lines. */
  public CodecFingerprint fingerprint() {
    return codec.fingerprint();
  }

  /** Opens a line; see {@link LedgerLine}. */
  @MustBeClosed
  public LedgerLine open(ChunkId chunk, Set<Reads> forms, LedgerLine.Receiver receiver) {
    return new LedgerLine(chunk, forms, this, receiver);
  }

  /** Opens an encoder that works on its caller's thread. */
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
