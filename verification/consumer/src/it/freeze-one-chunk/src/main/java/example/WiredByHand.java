package example;

import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.threads.PooledWork;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The same without the front door: wires the adapters by hand, opens a store, and drives one chunk. */
public final class WiredByHand {

  private WiredByHand() {}

  static FreezeResult freeze(URI lakeAddress, Path data, ChunkId chunk) {
    SystemTime time = new SystemTime();
    try (PooledWork work = PooledWork.start("ledgers", Runtime.getRuntime().availableProcessors());
        DataLake lake = DataLakes.open(LakeOptions.of(lakeAddress).build(), time)) {
      List<ArtifactFormat> formats = List.of(FileStores.packFormat());
      Kinds kinds = new Kinds(formats, List.of());
      RootPaths paths = RootPaths.under(data);
      Vfs disk = FileStores.posix();
      StorePorts ports =
          new StorePorts(
              new StorePorts.Databases(
                  RocksDbStores.metaStores(paths.catalog()), RocksDbStores.hotStores(paths.hot())),
              new StorePorts.Files(
                  FileStores.roots(disk, paths, kinds.names()),
                  FileStores.hotDirectories(disk, paths.hot()),
                  FileStores.artifacts(disk, paths.cold(), formats),
                  FileStores.ledgerPacks(disk, paths.cold())),
              new ZstdFrameCodec(),
              Optional.of(lake),
              work,
              time,
              StorageEvents.NONE);
      try (Store store = Store.open(ports, StoreSettings.standard(kinds), StoreId::random)) {
        return store
            .freezer()
            .processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
      }
    }
  }
}
