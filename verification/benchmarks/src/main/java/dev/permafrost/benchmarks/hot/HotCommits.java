package dev.permafrost.benchmarks.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.DiskBytes;
import dev.permafrost.benchmarks.material.Durations;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Commits frames to a hot database as an ingestion does: through the chunk's writer, one atomic
 * synced batch a ledger, the witness after each. Encoding is left out.
 */
public final class HotCommits {

  private final Setting setting;
  private final FrameSupply supply;
  private final FrameCodec codec = new ZstdFrameCodec();

  private HotCommits(Setting setting, FrameSupply supply) {
    this.setting = setting;
    this.supply = supply;
  }

  /** Commits of the frames of some ledgers. */
  public static HotCommits of(Setting setting, Ledgers ledgers) {
    return new HotCommits(setting, FrameSupply.of(setting, ledgers));
  }

  /** How many seconds it takes to commit so many ledgers to a new database. */
  public double seconds(int count) {
    return run(count).all().seconds();
  }

  /** Commits so many ledgers to a new database, and removes it. */
  Commits run(int count) {
    Path directory = setting.directory().resolve("hot-commits");
    long before = DiskBytes.written();
    Durations durations = new Durations(count);
    long bytes = 0;
    // What is written in the background counts, so the database is closed before the disk is asked.
    try (BenchStore store = open(directory, count);
        HotWriter writer =
            store.store().hot().openHotDBForChunk(new ChunkId(0), Optional.empty())) {
      for (int i = 0; i < count; i++) {
        var ledger = supply.ledger(writer.next());
        bytes += FrameSupply.BESIDE_BYTES + ledger.frame().remaining();
        durations.time(() -> writer.append(ledger, codec.fingerprint()));
      }
    }
    long diskBytes = DiskBytes.written() - before;
    Trees.delete(directory);
    return new Commits(durations, bytes, diskBytes);
  }

  @MustBeClosed
  private BenchStore open(Path directory, int count) {
    return BenchStore.open(directory, count, setting.cores());
  }
}
