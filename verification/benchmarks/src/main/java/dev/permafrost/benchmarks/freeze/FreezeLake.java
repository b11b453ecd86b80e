package dev.permafrost.benchmarks.freeze;

import dev.permafrost.backend.DataLake;
import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.LakeInMemory;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.benchmarks.material.WarmMemory;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Freezing a chunk out of a lake whose objects lie in memory, against decoding as many frames and
 * encoding them again on all cores, while one more thread writes as many bytes as a pack has to a
 * file and syncs it: both have to be done, and nothing else should be felt beside them.
 *
 * <p>A lake's frames are not a pack's (they have no content size), so each ledger must be decoded
 * and encoded. The limit decodes frames of a pack, which is faster than any decoding of a lake's
 * can be.
 */
public final class FreezeLake {

  private static final ChunkId CHUNK = new ChunkId(0);

  private FreezeLake() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    LakeInMemory lake = LakeInMemory.shared(setting, Ledgers.PUBNET);
    Limits limits = Limits.of(setting, Ledgers.PUBNET);
    return Contest.versus(
        () -> freezeSeconds(setting, lake),
        () ->
            limits.recodeAndWriteSeconds(
                setting.ledgers(), setting.cores(), setting.directory(), lake.objectBytes()),
        (freeze, limit) ->
            new Round(
                limit / freeze,
                Map.of(
                    "freeze_s",
                    freeze,
                    "freeze_mb_s",
                    lake.rawBytes() / 1e6 / freeze,
                    "limit_s",
                    limit,
                    "limit_mb_s",
                    lake.rawBytes() / 1e6 / limit)));
  }

  private static double freezeSeconds(Setting setting, LakeInMemory memory) {
    Path directory = setting.directory().resolve("from-lake");
    double seconds;
    try (DataLake lake = memory.open();
        BenchStore store =
            BenchStore.open(
                directory,
                setting.ledgers(),
                setting.cores(),
                new ZstdFrameCodec(),
                Optional.of(lake))) {
      WarmMemory.prepare(directory, memory.objectBytes());
      seconds = Stopwatch.seconds(() -> store.freeze(CHUNK));
    }
    Trees.delete(directory);
    return seconds;
  }
}
