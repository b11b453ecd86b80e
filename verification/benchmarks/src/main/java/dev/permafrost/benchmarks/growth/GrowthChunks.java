package dev.permafrost.benchmarks.growth;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.RelinkedSource;
import dev.permafrost.benchmarks.material.Sample;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.benchmarks.material.WarmMemory;
import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.ManyChunks;
import dev.permafrost.domain.ingest.IngestResult;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.threads.PooledWork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What freezing a megabyte from hot costs when four chunks are frozen at once, against one alone:
 * seconds a megabyte of the whole work, on the same cores.
 *
 * <p>One chunk keeps every core busy already, so four take four times as long at best; what locks,
 * shared pools or the disk add to that shows here.
 */
public final class GrowthChunks {

  private static final List<ChunkId> FOUR = IntStream.range(0, 4).mapToObj(ChunkId::new).toList();
  private static final List<ChunkId> ONE = FOUR.subList(0, 1);

  private final Path directory;
  private final BenchStore store;
  private final double chunkMegabytes;
  private final long chunkFrameBytes;

  @SuppressWarnings("MustBeClosedChecker") // closed with the rounds
  private GrowthChunks(Setting setting) {
    directory = setting.directory().resolve("four-chunks");
    store = BenchStore.open(directory, Setting.WHOLE_CHUNK, setting.cores());
    long rawBytes = 0;
    long frameBytes = 0;
    RelinkedSource source = new RelinkedSource(Sample.shared(setting, Ledgers.PUBNET));
    for (ChunkId chunk : FOUR) {
      IngestResult filled = store.fill(chunk, source);
      rawBytes += filled.rawBytes();
      frameBytes += filled.frameBytes();
    }
    chunkMegabytes = rawBytes / 1e6 / FOUR.size();
    chunkFrameBytes = frameBytes / FOUR.size();
  }

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    GrowthChunks chunks = new GrowthChunks(setting);
    return Contest.of(chunks::round).closing(chunks::close);
  }

  private Round round(int round) {
    Versus<Double, Double> seconds = Versus.run(round, () -> freeze(FOUR), () -> freeze(ONE));
    double four = seconds.ours() / FOUR.size() / chunkMegabytes;
    double one = seconds.other() / chunkMegabytes;
    return new Round(
        four / one,
        Map.of(
            "four_s",
            seconds.ours(),
            "one_s",
            seconds.other(),
            "four_us_per_mb",
            four * 1e6,
            "one_us_per_mb",
            one * 1e6,
            "four_mb_s",
            1 / four));
  }

  private double freeze(List<ChunkId> chunks) {
    FOUR.forEach(store::thaw);
    WarmMemory.prepare(directory, chunks.size() * chunkFrameBytes);
    try (PooledWork work = PooledWork.start("chunks", chunks.size())) {
      return Stopwatch.seconds(
          () ->
              new ManyChunks(work, chunks.size())
                  .forEach(chunks, this::frozen, GrowthChunks::requireDone, CancelToken.NEVER));
    }
  }

  private ChunkId frozen(ChunkId chunk) {
    store.freeze(chunk);
    return chunk;
  }

  private static void requireDone(ChunkOutcome<ChunkId> outcome) {
    outcome
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private void close() {
    store.close();
    Trees.delete(directory);
  }
}
