package dev.permafrost.benchmarks.read;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.RelinkedSource;
import dev.permafrost.benchmarks.material.Sample;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A store as a daemon drives one: a frozen chunk, a hot one behind it, one to be frozen again and
 * again, and room for one that is filled live. Its chunks are as long whatever the run's are.
 */
public final class DrivenStore {

  /** The chunk that is frozen again and again. */
  static final ChunkId FREEZING = new ChunkId(2);

  private static final Geometry GEOMETRY = new Geometry(4_000);
  private static final ChunkId COLD = new ChunkId(0);
  private static final ChunkId HOT = new ChunkId(1);

  /**
   * The chunk below it is missing, so that it links to nothing, and any ledger may be its first.
   */
  private static final ChunkId LIVE = new ChunkId(4);

  private static final long FREEZE_BYTES_PER_SECOND = 100_000_000;

  private final Setting setting;
  private final Path directory;

  private DrivenStore(Setting setting) {
    this.setting = setting;
    this.directory = setting.directory().resolve("driven");
    RelinkedSource source = new RelinkedSource(Sample.shared(setting, Ledgers.PUBNET));
    try (BenchStore store = open()) {
      for (ChunkId chunk : List.of(COLD, HOT, FREEZING)) {
        store.fill(chunk, source);
      }
      store.freeze(COLD);
      store.store().hot().discardHotDBForChunk(COLD);
    }
  }

  /** The one that rows share; one of them opens it at a time. */
  public static DrivenStore shared(Setting setting) {
    return setting.shelf().get("driven", DrivenStore.class, () -> new DrivenStore(setting));
  }

  /** Opens it, for freezing within a limit. */
  @MustBeClosed
  public BenchStore open() {
    return BenchStore.open(
        directory,
        GEOMETRY.ledgersPerChunk(),
        setting.cores(),
        new ZstdFrameCodec(),
        Optional.empty(),
        new FreezeSettings(true, OptionalLong.of(FREEZE_BYTES_PER_SECOND)));
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /** The first ledger behind the border between a frozen and a hot chunk. */
  long border() {
    return GEOMETRY.first(HOT);
  }

  /** The first ledger of the chunk that is filled live. */
  public long firstLive() {
    return GEOMETRY.first(LIVE);
  }

  /** Removes what was filled live. */
  public void discardLive(BenchStore store) {
    store.store().hot().discardLosingTheOnlyCopy(LIVE);
  }
}
