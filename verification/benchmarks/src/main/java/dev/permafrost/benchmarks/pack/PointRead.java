package dev.permafrost.benchmarks.pack;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.domain.read.ChunkLedgers;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Single ledgers of a frozen chunk by their sequence, in random order, out of a chunk that is held
 * open: read, decoded, sequence and header hash checked; against one positional read and the
 * decoding of the same frames.
 *
 * <p>Whoever asks for many ledgers of a chunk opens it once. What a lookup costs that opens the
 * chunk for itself is told beside, and counts for nothing.
 */
public final class PointRead {

  private static final long SEED = 7;
  private static final int BATCHES = 20;
  private static final int READS_A_BATCH = 150;
  private static final int LOOKUPS = 300;
  private static final int WARM_UP_BATCHES = 4;

  private final LedgerRange range;
  private final BenchStore store;
  private final ChunkLedgers ledgers;
  private final PlainPack plain;
  private final CodecSession session = new ZstdFrameCodec().open();
  private final ByteBuffer frame;
  private ByteBuffer raw = ByteBuffer.allocateDirect(1 << 20);
  private final Random random = new Random(SEED);

  @SuppressWarnings("MustBeClosedChecker") // closed with the rounds
  private PointRead(FrozenChunk chunk) {
    range = chunk.range();
    store = chunk.open();
    ledgers = store.store().ledgers().open(HotChunk.CHUNK);
    plain = PlainPack.open(chunk.file(), PlainPack.newTail());
    frame = ByteBuffer.allocateDirect(plain.largestBytes());
    for (int i = 0; i < WARM_UP_BATCHES; i++) {
      long[] sequences = sequences(READS_A_BATCH);
      ours(sequences);
      plain(sequences);
    }
  }

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    PointRead reads = new PointRead(FrozenChunk.of(HotChunk.shared(setting, Ledgers.PUBNET)));
    return Contest.of(reads::round).closing(reads::close);
  }

  private Round round(int round) {
    List<Double> ours = new ArrayList<>();
    List<Double> other = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      long[] sequences = sequences(READS_A_BATCH);
      Versus<Double, Double> seconds =
          Versus.run(round + i, () -> ours(sequences), () -> plain(sequences));
      ours.add(seconds.ours());
      other.add(seconds.other());
    }
    double ourPerSecond = READS_A_BATCH / Stopwatch.median(ours);
    double limitPerSecond = READS_A_BATCH / Stopwatch.median(other);
    return new Round(
        ourPerSecond / limitPerSecond,
        Map.of(
            "read_per_s", ourPerSecond,
            "limit_per_s", limitPerSecond,
            "lookup_per_s", LOOKUPS / lookups(sequences(LOOKUPS))));
  }

  private long[] sequences(int count) {
    return random.longs(count, range.first(), range.last() + 1).toArray();
  }

  private double ours(long[] sequences) {
    return Stopwatch.seconds(
        () -> {
          for (long sequence : sequences) {
            ledgers.withLedger(sequence, PointRead::touch);
          }
        });
  }

  private double lookups(long[] sequences) {
    return Stopwatch.seconds(
        () -> {
          for (long sequence : sequences) {
            store.store().ledgers().withLedger(sequence, PointRead::touch);
          }
        });
  }

  private double plain(long[] sequences) {
    return Stopwatch.seconds(
        () -> {
          for (long sequence : sequences) {
            plain.read((int) (sequence - range.first()), frame);
            int rawBytes = session.rawBytes(frame);
            if (raw.capacity() < rawBytes) {
              raw = ByteBuffer.allocateDirect(rawBytes);
            }
            session.decode(frame, raw.clear());
            touch(raw.flip());
          }
        });
  }

  private static int touch(ByteBuffer raw) {
    return raw.get(raw.remaining() - 1);
  }

  private void close() {
    session.close();
    plain.close();
    ledgers.close();
    store.close();
  }
}
