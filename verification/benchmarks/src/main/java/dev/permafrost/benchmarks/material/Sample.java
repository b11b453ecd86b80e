package dev.permafrost.benchmarks.material;

import dev.permafrost.benchmarks.Setting;
import dev.permafrost.forge.ForgedChain;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Some ledgers in memory, raw and as frames, all in direct buffers: what the limits are measured
 * on. There are so many that they do not stay in a core's cache. Read-only after it was made.
 *
 * @param raw the ledgers
 * @param frames their frames, in the same order
 */
public record Sample(List<ByteBuffer> raw, List<ByteBuffer> frames) {

  private static final long LEAST_BYTES = 64L << 20;

  /** The sample of some ledgers, made once in a run. */
  public static Sample shared(Setting setting, Ledgers ledgers) {
    return setting
        .shelf()
        .get(
            "sample " + ledgers,
            Sample.class,
            () -> of(ledgers.forge(setting.templates()), new ZstdFrameCodec()));
  }

  /** Makes ledgers until they take 64 MB. */
  private static Sample of(LedgerForge forge, FrameCodec codec) {
    List<ByteBuffer> raw = new ArrayList<>();
    List<ByteBuffer> frames = new ArrayList<>();
    ForgedChain chain = forge.from(LedgerForge.GENESIS_SUCCESSOR);
    try (CodecSession session = codec.open()) {
      for (long bytes = 0; bytes < LEAST_BYTES; bytes += raw.get(raw.size() - 1).remaining()) {
        ByteBuffer ledger = chain.next().toDirect();
        ByteBuffer frame = ByteBuffer.allocateDirect(session.maxFrameBytes(ledger.remaining()));
        session.encode(ledger.duplicate(), frame);
        ByteBuffer exact = ByteBuffer.allocateDirect(frame.flip().remaining()).put(frame).flip();
        raw.add(ledger);
        frames.add(exact);
      }
    }
    return new Sample(raw, frames);
  }

  /** The largest raw ledger in bytes. */
  public int largestRawBytes() {
    return raw.stream().mapToInt(ByteBuffer::remaining).max().orElseThrow();
  }
}
