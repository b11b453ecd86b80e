package dev.permafrost.benchmarks.catalog;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Row;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.DiskBytes;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the catalog costs a chunk that is frozen: the mark before the files and the flip behind
 * them, each durable when it returns; against appending the same two keys and values to a file,
 * with an fdatasync each.
 */
public final class MarkAndFlip implements Row {

  private static final int CHUNKS = 300;
  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  @Override
  public String name() {
    return "catalog";
  }

  @Override
  public double must() {
    return 0.8;
  }

  @Override
  public Contest open(Setting setting) {
    return Contest.of(round -> round(round, setting));
  }

  /** What one side took for a chunk. */
  private record Cost(double micros, double diskKilobytes) {

    static Cost of(Runnable chunks) {
      long before = DiskBytes.written();
      double seconds = Stopwatch.seconds(chunks);
      return new Cost(seconds / CHUNKS * 1e6, (DiskBytes.written() - before) / 1e3 / CHUNKS);
    }
  }

  private static Round round(int round, Setting setting) {
    Versus<Cost, Cost> costs =
        Versus.run(round, () -> ours(setting), () -> plain(setting.directory()));
    return new Round(
        costs.other().micros() / costs.ours().micros(),
        Map.of(
            "mark_flip_us", costs.ours().micros(),
            "mark_flip_disk_kb", costs.ours().diskKilobytes(),
            "appends_us", costs.other().micros(),
            "appends_disk_kb", costs.other().diskKilobytes()));
  }

  private static Cost ours(Setting setting) {
    Path directory = setting.directory().resolve("catalog");
    Cost cost;
    try (BenchStore store =
        BenchStore.open(
            directory,
            setting.ledgers(),
            setting.cores(),
            new ZstdFrameCodec(),
            Optional.empty())) {
      Catalog catalog = store.store().catalog();
      cost =
          Cost.of(
              () -> {
                for (int i = 0; i < CHUNKS; i++) {
                  catalog.markFreezing(new ChunkId(i), LEDGERS, Optional.empty());
                  catalog.flipFrozen(new ChunkId(i), LEDGERS);
                }
              });
    }
    Trees.delete(directory);
    return cost;
  }

  private static Cost plain(Path directory) {
    Path file = directory.resolve("catalog-appends");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      return Cost.of(
          () -> {
            for (int i = 0; i < CHUNKS; i++) {
              String key = "chunk:" + new ChunkId(i).name() + ":ledgers=";
              append(channel, key + "freezing\n");
              append(channel, key + "frozen\n");
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void append(FileChannel channel, String line) {
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
