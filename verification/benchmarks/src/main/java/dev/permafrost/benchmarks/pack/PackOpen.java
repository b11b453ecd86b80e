package dev.permafrost.benchmarks.pack;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Opening a pack of 10,000 ledgers with all its checks, against the least that opening is: the file
 * opened, one read of its last 256 KiB, both checksums, the offsets of all records, the file
 * closed.
 *
 * <p>A round in which the store reads more than once, or more than 256 KiB, counts as 0, however
 * fast.
 */
public final class PackOpen {

  private static final int MOST_BYTES = 256 << 10;
  private static final int BATCHES = 40;
  private static final int OPENINGS_A_BATCH = 100;
  private static final int WARM_UP_BATCHES = 100;

  private PackOpen() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    FrozenChunk chunk =
        FrozenChunk.of(HotChunk.shared(setting, Ledgers.TESTNET, Setting.WHOLE_CHUNK));
    Openings openings = new Openings(chunk);
    for (int i = 0; i < WARM_UP_BATCHES; i++) {
      openings.ours();
      openings.plain();
    }
    boolean readsOnce = readsOnce(chunk);
    return Contest.of(round -> round(round, openings, readsOnce));
  }

  private static Round round(int round, Openings openings, boolean readsOnce) {
    List<Double> ours = new ArrayList<>();
    List<Double> plain = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      Versus<Double, Double> seconds = Versus.run(round + i, openings::ours, openings::plain);
      ours.add(seconds.ours());
      plain.add(seconds.other());
    }
    double ourMicros = Stopwatch.median(ours) / OPENINGS_A_BATCH * 1e6;
    double plainMicros = Stopwatch.median(plain) / OPENINGS_A_BATCH * 1e6;
    return new Round(
        readsOnce ? plainMicros / ourMicros : 0,
        Map.of(
            "open_us", ourMicros,
            "limit_us", plainMicros,
            "one_read", readsOnce ? 1.0 : 0.0));
  }

  private static boolean readsOnce(FrozenChunk chunk) {
    CountingVfs counting = new CountingVfs(FileStores.posix());
    try (LedgerPack pack = chunk.openPack(counting)) {
      return pack.sizeBytes() > 0
          && counting.reads() == 1
          && counting.largestReadBytes() <= MOST_BYTES;
    }
  }

  /** A batch of either side, in seconds. */
  private static final class Openings {

    private final FrozenChunk chunk;
    private final Path file;
    private final LedgerPacks packs;
    private final ByteBuffer tail = PlainPack.newTail();

    /** Used, so that no opening is optimised away. */
    private long records;

    Openings(FrozenChunk chunk) {
      this.chunk = chunk;
      this.file = chunk.file();
      this.packs = FileStores.ledgerPacks(FileStores.posix(), chunk.cold());
    }

    double ours() {
      return Stopwatch.seconds(
          () -> {
            for (int i = 0; i < OPENINGS_A_BATCH; i++) {
              try (LedgerPack pack = packs.open(HotChunk.CHUNK, chunk.range())) {
                records += pack.range().length();
              }
            }
          });
    }

    double plain() {
      return Stopwatch.seconds(
          () -> {
            for (int i = 0; i < OPENINGS_A_BATCH; i++) {
              try (PlainPack pack = PlainPack.open(file, tail)) {
                records += pack.count();
              }
            }
          });
    }
  }
}
