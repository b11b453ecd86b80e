package dev.permafrost.benchmarks.material;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.domain.ingest.IngestResult;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.domain.recover.Recovery;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.threads.PooledWork;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A store on a real disk, over the real adapters, as a daemon wires it. It is wired by hand,
 * because a row measures another codec, and the product's front door has one.
 */
public final class BenchStore implements AutoCloseable {

  private final PooledWork work;
  private final Store store;

  private BenchStore(PooledWork work, Store store) {
    this.work = work;
    this.store = store;
  }

  /**
   * Opens the store of a directory, or makes it, with the product's codec and without a lake.
   *
   * @param ledgers how many a chunk has
   */
  @MustBeClosed
  public static BenchStore open(Path directory, int ledgers, int cores) {
    return open(directory, ledgers, cores, new ZstdFrameCodec(), Optional.empty());
  }

  /**
   * The same with a codec and a lake.
   *
   * @param backend what chunks come from that are nowhere else
   */
  @MustBeClosed
  public static BenchStore open(
      Path directory, int ledgers, int cores, FrameCodec codec, Optional<BulkBackend> backend) {
    return open(directory, ledgers, cores, codec, backend, FreezeSettings.STANDARD);
  }

  /** The same, for freezing in a way of its own. */
  @MustBeClosed
  public static BenchStore open(
      Path directory,
      int ledgers,
      int cores,
      FrameCodec codec,
      Optional<BulkBackend> backend,
      FreezeSettings freezing) {
    return open(directory, ledgers, cores, codec, backend, freezing, StorageEvents.NONE);
  }

  /** The same, with somebody who is told what it does. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the store
  public static BenchStore open(
      Path directory,
      int ledgers,
      int cores,
      FrameCodec codec,
      Optional<BulkBackend> backend,
      FreezeSettings freezing,
      StorageEvents events) {
    List<ArtifactFormat> formats = List.of(FileStores.packFormat());
    Kinds kinds = new Kinds(formats, List.of());
    RootPaths paths = RootPaths.under(directory);
    Vfs disk = FileStores.posix();
    StoreSettings standard = StoreSettings.standard(kinds);
    PooledWork work = PooledWork.start("ledgers", cores);
    try {
      Store store =
          Store.open(
              new StorePorts(
                  new StorePorts.Databases(
                      RocksDbStores.metaStores(paths.catalog()),
                      RocksDbStores.hotStores(paths.hot())),
                  new StorePorts.Files(
                      FileStores.roots(disk, paths, kinds.names()),
                      FileStores.hotDirectories(disk, paths.hot()),
                      FileStores.artifacts(disk, paths.cold(), formats),
                      FileStores.ledgerPacks(disk, paths.cold())),
                  codec,
                  backend,
                  work,
                  new SystemTime(),
                  events),
              new StoreSettings(
                  new Geometry(ledgers),
                  kinds,
                  standard.patience(),
                  standard.maxBytesInFlight(),
                  Anchors.none(),
                  freezing),
              StoreId::random);
      return new BenchStore(work, store);
    } catch (RuntimeException | Error e) {
      work.close();
      throw e;
    }
  }

  /** The store. */
  public Store store() {
    return store;
  }

  /** Ingests a whole chunk. */
  public IngestResult fill(ChunkId chunk, LedgerSource source) {
    return store
        .ingest()
        .ingest(chunk, OptionalLong.empty(), source, Optional.empty(), CancelToken.NEVER);
  }

  /** Freezes the ledgers of a chunk. */
  public void freeze(ChunkId chunk) {
    freeze(chunk, CancelToken.NEVER);
  }

  /** The same, until it is cancelled. */
  public void freeze(ChunkId chunk, CancelToken cancel) {
    store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), cancel);
  }

  /** Takes a frozen chunk's pack away again, as an operator would. */
  public void thaw(ChunkId chunk) {
    Recovery.Plan plan = store.recovery().plan(List.of(chunk), false, Set.of(ArtifactKind.LEDGERS));
    store.recovery().carryOut(plan);
    store.sweep().sweepAll(CancelToken.NEVER);
  }

  @Override
  public void close() {
    try {
      store.close();
    } finally {
      work.close();
    }
  }
}
