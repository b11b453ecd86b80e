package dev.permafrost.prove.faults;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.testkit.handles.HandleWatch;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.threads.PooledWork;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What real faults are done to: a chunk of a few ledgers, fetched, frozen in two kinds and
 * discarded, over RocksDB, real files, real threads and the real codec. It is wired by hand,
 * because each port is watched for what stays open, and the product's front door takes no ports.
 */
record RealStore(RootPaths roots, PooledWork work, HandleWatch handles) {

  /** How far a store was brought. */
  enum Stage {
    /** There is nothing. */
    NOTHING,
    /** The store is made. */
    MADE,
    /** The chunk is in its hot database. */
    INGESTED,
    /** It is frozen in all kinds. */
    FROZEN,
    /** And its hot database is discarded. */
    DISCARDED
  }

  static final Geometry GEOMETRY = new Geometry(8);
  static final ChunkId CHUNK = new ChunkId(0);
  static final List<ArtifactFormat> FORMATS = List.of(FileStores.packFormat(), TinyKind.FORMAT);
  static final Set<ArtifactKind> KINDS = Set.of(ArtifactKind.LEDGERS, TinyKind.KIND);

  /** Enough for a ledger to be larger than what a file system gives in one piece. */
  private static final int PAYMENTS = 60;

  private static final long BYTES_IN_FLIGHT = 1 << 20;

  private static final StoreSettings SETTINGS =
      new StoreSettings(
          GEOMETRY,
          new Kinds(FORMATS, List.of(TinyKind.COLUMN)),
          CoveragePatience.upTo(Duration.ZERO),
          BYTES_IN_FLIGHT);

  private static final List<ForgedLedger> LEDGERS =
      LedgerForge.small(1, 1, PAYMENTS, PAYMENTS).ledgers(GEOMETRY.range(CHUNK));

  /** The raw ledger of a sequence. */
  static byte[] ledger(long sequence) {
    return LEDGERS.get((int) (sequence - GEOMETRY.first(CHUNK))).toBytes();
  }

  /** Opens the store, and brings it from wherever it is to a stage. */
  void bringTo(Stage stage, StorageEvents events) {
    if (stage == Stage.NOTHING) {
      return;
    }
    try (Store store = Store.open(ports(events), SETTINGS, StoreId::random)) {
      if (stage.compareTo(Stage.INGESTED) >= 0) {
        store.ingest().ingestFromLake(CHUNK, OptionalLong.empty(), CancelToken.NEVER);
      }
      if (stage.compareTo(Stage.FROZEN) >= 0) {
        store.freezer().processChunk(CHUNK, KINDS, CancelToken.NEVER);
      }
      if (stage == Stage.DISCARDED) {
        store.hot().discardHotDBForChunk(CHUNK);
      }
    }
  }

  /** Opens the store for reading. */
  @MustBeClosed
  StoreView view() {
    return StoreView.open(ports(StorageEvents.NONE), SETTINGS);
  }

  private StorePorts ports(StorageEvents events) {
    Vfs disk = FileStores.posix();
    return new StorePorts(
        new StorePorts.Databases(
            handles.metaStores(RocksDbStores.metaStores(roots.catalog())),
            handles.hotStores(RocksDbStores.hotStores(roots.hot()))),
        new StorePorts.Files(
            FileStores.roots(disk, roots, SETTINGS.kinds().names()),
            FileStores.hotDirectories(disk, roots.hot()),
            handles.artifacts(FileStores.artifacts(disk, roots.cold(), FORMATS)),
            handles.packs(FileStores.ledgerPacks(disk, roots.cold()))),
        handles.codec(new ZstdFrameCodec()),
        Optional.of(handles.backend(new FakeBackend("Real Faults", LEDGERS))),
        handles.work(work),
        new SystemTime(),
        events);
  }
}
