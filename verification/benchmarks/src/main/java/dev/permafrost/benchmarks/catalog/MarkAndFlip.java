package dev.permafrost.benchmarks.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.material.DiskBytes;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.rocksdb.RocksDbStores;
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
 * them, each durable when it returns; against appending the same two keys and values to a file and
 * overwriting a slot of another file behind each, with an fdatasync after each of the four.
 */
public final class MarkAndFlip {

  private static final int CHUNKS = 300;
  private static final int SLOT_BYTES = 512;
  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  private MarkAndFlip() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
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
            "limit_us", costs.other().micros(),
            "limit_disk_kb", costs.other().diskKilobytes()));
  }

  private static Cost ours(Setting setting) {
    Path directory = setting.directory().resolve("catalog");
    Cost cost;
    try (MetaStore store = RocksDbStores.metaStores(directory).create()) {
      Catalog catalog = new Catalog(store, LEDGERS, new Geometry(setting.ledgers()));
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
    try (FileChannel log = open(directory.resolve("catalog-appends"));
        FileChannel witness = open(directory.resolve("catalog-overwrites"))) {
      // Both slots are there before the first is overwritten, as those of a witness are.
      write(witness, ByteBuffer.allocate(2 * SLOT_BYTES), 0);
      return Cost.of(
          () -> {
            for (int i = 0; i < CHUNKS; i++) {
              String key = "chunk:" + new ChunkId(i).name() + ":ledgers=";
              append(log, key + "freezing\n");
              overwrite(witness, 2L * i);
              append(log, key + "frozen\n");
              overwrite(witness, 2L * i + 1);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @MustBeClosed
  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static void append(FileChannel log, String line) {
    try {
      write(log, ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)), log.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwrite(FileChannel witness, long change) {
    ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES).putLong(0, change);
    write(witness, slot, change % 2 * SLOT_BYTES);
  }

  /** Writes all bytes at an offset, and syncs them. */
  private static void write(FileChannel channel, ByteBuffer bytes, long offsetBytes) {
    try {
      long end = offsetBytes + bytes.remaining();
      while (bytes.hasRemaining()) {
        channel.write(bytes, end - bytes.remaining());
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
