package dev.permafrost.benchmarks.lake;

import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.landing.PackMaker;
import dev.permafrost.domain.landing.PackPorts;
import dev.permafrost.domain.landing.PackSettings;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.threads.PooledWork;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the pack of one chunk out of a lake, without a store, as {@code permafrost pack} does. */
final class LakePack {

  private LakePack() {}

  /** Makes the pack of the chunk of a lake, in a landing that is removed again. */
  static LakeFreeze run(URI lake, Setting setting) {
    Path place = setting.directory().resolve("landed-from-lake");
    PackSettings settings =
        new PackSettings(
            new Geometry(setting.ledgers()),
            CoveragePatience.DEFAULT,
            PackSettings.DEFAULT_BYTES_IN_FLIGHT,
            Anchors.none());
    try (DataLake opened = DataLakes.open(LakeOptions.of(lake).build(), new SystemTime());
        PooledWork work = PooledWork.start("ledgers", setting.cores())) {
      Landing landing = FileStores.landing(FileStores.posix(), Files.createDirectories(place));
      PackMaker maker =
          new PackMaker(
              new PackPorts(
                  new ZstdFrameCodec(),
                  FileStores.packFormat(),
                  work,
                  new SystemTime(),
                  StorageEvents.NONE),
              settings);
      double cpuBefore = LakeFreeze.processSeconds();
      double wall =
          Stopwatch.seconds(() -> maker.make(new ChunkId(0), opened, landing, CancelToken.NEVER));
      return new LakeFreeze(wall, LakeFreeze.processSeconds() - cpuBefore);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Trees.delete(place);
    }
  }
}
