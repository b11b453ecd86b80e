package dev.permafrost.domain.flow;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.work.OrderedWork;
import java.util.Set;

/** Opens {@link LedgerLine}s that share a codec, a pool of workers, buffers and a bound. */
public final class LedgerLines {

  private final FrameCodec codec;
  private final OrderedWork work;
  private final BufferPool buffers;
  private final long maxBytesInFlight;

  /**
   * Lines over the given means.
   *
   * @param maxBytesInFlight how much may be on its way at once, in each line
   */
  public LedgerLines(
      FrameCodec codec, OrderedWork work, BufferPool buffers, long maxBytesInFlight) {
    this.codec = codec;
    this.work = work;
    this.buffers = buffers;
    this.maxBytesInFlight = maxBytesInFlight;
  }

  /** What makes the frames of these lines. */
  public CodecFingerprint fingerprint() {
    return codec.fingerprint();
  }

  /** Opens a line; see {@link LedgerLine}. */
  @MustBeClosed
  public LedgerLine open(ChunkId chunk, Set<Reads> forms, LedgerLine.Receiver receiver) {
    return new LedgerLine(chunk, forms, codec, work, buffers, maxBytesInFlight, receiver);
  }
}
