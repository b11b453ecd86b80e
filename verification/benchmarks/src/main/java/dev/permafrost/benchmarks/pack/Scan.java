package dev.permafrost.benchmarks.pack;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.domain.flow.LedgerDecoder;
import dev.permafrost.domain.source.PackChunkSource;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A whole pack, every ledger read, decoded and checked (sequence, header hash), each core scanning
 * a part of it in order; against decoding as many frames that lie in memory, on one core.
 *
 * <p>Decoding is nearly all of a scan, so one core is held to nearly the codec's own speed, and two
 * to nearly twice that.
 */
public final class Scan {

  private static final int IDLE_BYTES = 16 << 20;

  private Scan() {}

  /**
   * Prepares what its rounds need; the caller closes it.
   *
   * @param cores how many read it
   */
  public static Contest open(Setting setting, int cores) {
    FrozenChunk chunk = FrozenChunk.of(HotChunk.shared(setting, Ledgers.PUBNET));
    Limits limits = Limits.of(setting, Ledgers.PUBNET);
    return Contest.versus(
        () -> scanSeconds(chunk, cores),
        () -> limits.decodeSeconds(setting.ledgers(), 1),
        (scan, decode) ->
            new Round(
                decode / scan,
                Map.of(
                    "scan_s",
                    scan,
                    "scan_mb_s",
                    chunk.rawMegabytes() / scan,
                    "decode_s",
                    decode,
                    "decode_mb_s",
                    chunk.rawMegabytes() / decode)));
  }

  private static double scanSeconds(FrozenChunk chunk, int cores) {
    LedgerRange range = chunk.range();
    long partLength = (range.length() + cores - 1) / cores;
    AtomicInteger nextPart = new AtomicInteger();
    AtomicLong ledgers = new AtomicLong();
    DirectBuffers buffers = new DirectBuffers(IDLE_BYTES);
    try (LedgerPack pack = chunk.openPack(FileStores.posix())) {
      Runnable scanPart =
          () -> {
            long first = range.first() + nextPart.getAndIncrement() * partLength;
            long last = Math.min(first + partLength - 1, range.last());
            ledgers.addAndGet(scan(pack, new LedgerRange(first, last), buffers));
          };
      double seconds = Stopwatch.seconds(() -> Stopwatch.onThreads(cores, scanPart));
      if (ledgers.get() != range.length()) {
        throw new IllegalStateException(ledgers + " ledgers were scanned of " + range);
      }
      return seconds;
    }
  }

  private static long scan(LedgerPack pack, LedgerRange part, DirectBuffers buffers) {
    long ledgers = 0;
    try (FrameCursor cursor = pack.scan(part);
        LedgerDecoder decoder = new LedgerDecoder(new ZstdFrameCodec(), buffers)) {
      while (cursor.next()) {
        ledgers +=
            decoder.decode(
                cursor.sequence(),
                cursor.borrowedFrame(),
                PackChunkSource.origin(pack),
                (front, raw) -> 1);
      }
    }
    return ledgers;
  }
}
