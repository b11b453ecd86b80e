package dev.permafrost.prove.ledgers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.domain.source.CoveragePatience;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.testkit.source.WrongLedgers;
import dev.permafrost.threads.PooledWork;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ingests, freezes and verifies the two whole chunks, of ten ledgers each, among the 30 ledgers
 * 10048 to 10077, on all the real adapters, from a stream and from a lake of eight ledgers an
 * object.
 */
abstract class TwoChunks {

  private static final long FIRST = 10_048;
  private static final ChunkId CHUNK_1005 = new ChunkId(1005);
  private static final ChunkId CHUNK_1006 = new ChunkId(1006);
  private static final List<ArtifactFormat> FORMATS = List.of(FileStores.packFormat());
  private static final Kinds KINDS = new Kinds(FORMATS, List.of());

  @TempDir Path directory;

  /** The 30 ledgers. */
  abstract List<byte[]> ledgers();

  /** Whose ledgers they are, for what is printed. */
  abstract String whose();

  @Test
  void bothChunksAreIngestedFrozenAndVerified() {
    LedgerSource source = new ListSource(ledgers());
    try (PooledWork work = PooledWork.start("ledgers", 2);
        Store store = open("stream", Optional.empty(), work)) {
      for (ChunkId chunk : List.of(CHUNK_1005, CHUNK_1006)) {
        store
            .ingest()
            .ingest(chunk, OptionalLong.empty(), source, Optional.empty(), CancelToken.NEVER);
        assertThat(freeze(store, chunk).source()).isEqualTo("hot");
        assertThat(store.hot().discardHotDBForChunk(chunk)).isTrue();
      }
      for (ChunkId chunk : List.of(CHUNK_1005, CHUNK_1006)) {
        ChunkReport report = store.verification().verify(chunk, CancelToken.NEVER);
        assertThat(report.failure()).isEmpty();
        assertThat(report.ledgers()).isEqualTo(10);
        System.out.println(
            "chunk " + chunk + " of " + whose() + ": pack sha256 " + sha256(pack("stream", chunk)));
      }
      assertThat(readBack(store, 10_071)).isEqualTo(ledgers().get((int) (10_071 - FIRST)));
    }
  }

  @Test
  void aLakeOfEightAnObjectIsSplitAndFrozenToTheSameBytes() {
    Path lakeDirectory = directory.resolve("lake");
    LakeForge.into(lakeDirectory, new LakeShape("Private Network", 8, 100, "zst")).write(ledgers());
    LedgerSource source = new ListSource(ledgers());
    try (PooledWork work = PooledWork.start("ledgers", 2);
        DataLake lake =
            DataLakes.open(LakeOptions.of(lakeDirectory.toUri()).build(), new SystemTime());
        Store fromLake = open("lake-store", Optional.of(lake), work);
        Store fromStream = open("stream-store", Optional.empty(), work)) {
      for (ChunkId chunk : List.of(CHUNK_1005, CHUNK_1006)) {
        assertThat(freeze(fromLake, chunk).source()).isEqualTo("lake");
        fromStream
            .ingest()
            .ingest(chunk, OptionalLong.empty(), source, Optional.empty(), CancelToken.NEVER);
        freeze(fromStream, chunk);
        assertThat(sha256(pack("lake-store", chunk)))
            .isEqualTo(sha256(pack("stream-store", chunk)));
      }
      assertThat(fromLake.catalog().network()).contains("Private Network");
    }
  }

  @Test
  void aBrokenLinkInOneOfThemStopsIt() {
    List<byte[]> broken = new ArrayList<>(ledgers());
    int index = (int) (10_056 - FIRST);
    broken.set(index, WrongLedgers.withLinkTo(LedgerHash.ZERO, broken.get(index)));
    try (PooledWork work = PooledWork.start("ledgers", 2);
        Store store = open("broken", Optional.empty(), work)) {
      assertThatThrownBy(
              () ->
                  store
                      .ingest()
                      .ingest(
                          CHUNK_1005,
                          OptionalLong.empty(),
                          new ListSource(broken),
                          Optional.empty(),
                          CancelToken.NEVER))
          .isInstanceOfSatisfying(
              BrokenChain.class, e -> assertThat(e.sequence()).isEqualTo(10_056));
      assertThat(store.inventory().status(CHUNK_1005).highest()).hasValue(10_055);
      // The same ledgers, whole again, go on where it stopped.
      store
          .ingest()
          .ingest(
              CHUNK_1005,
              OptionalLong.empty(),
              new ListSource(ledgers()),
              Optional.empty(),
              CancelToken.NEVER);
      freeze(store, CHUNK_1005);
    }
  }

  @MustBeClosed
  private Store open(String name, Optional<BulkBackend> backend, PooledWork work) {
    RootPaths paths = RootPaths.under(directory.resolve(name));
    Vfs disk = FileStores.posix();
    StorePorts ports =
        new StorePorts(
            new StorePorts.Databases(
                RocksDbStores.metaStores(paths.catalog()), RocksDbStores.hotStores(paths.hot())),
            new StorePorts.Files(
                FileStores.roots(disk, paths, KINDS.names()),
                FileStores.hotDirectories(disk, paths.hot()),
                FileStores.artifacts(disk, paths.cold(), FORMATS),
                FileStores.ledgerPacks(disk, paths.cold())),
            new ZstdFrameCodec(),
            backend,
            work,
            new SystemTime(),
            StorageEvents.NONE);
    StoreSettings settings =
        new StoreSettings(new Geometry(10), KINDS, CoveragePatience.upTo(Duration.ZERO), 16 << 20);
    return Store.open(ports, settings, StoreId::random);
  }

  private static FreezeResult freeze(Store store, ChunkId chunk) {
    return store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
  }

  private static byte[] readBack(Store store, long sequence) {
    return store
        .ledgers()
        .withLedger(
            sequence,
            raw -> {
              byte[] bytes = new byte[raw.remaining()];
              raw.get(bytes);
              return bytes;
            });
  }

  private Path pack(String store, ChunkId chunk) {
    return directory
        .resolve(store)
        .resolve("ledgers")
        .resolve(chunk.bucketName())
        .resolve(chunk.name() + ".pack");
  }

  private static String sha256(Path file) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** A source over ledgers in memory. */
  private static final class ListSource implements LedgerSource {
    private final List<byte[]> ledgers;

    ListSource(List<byte[]> ledgers) {
      this.ledgers = ledgers;
    }

    @Override
    public String location() {
      return "a list of ledgers";
    }

    @Override
    public LedgerStream stream(LedgerRange range, CancelToken cancel) {
      return new LedgerStream() {
        private long next = range.first();

        @Override
        public boolean next() {
          return next++ <= range.last();
        }

        @Override
        public ByteBuffer borrowedRaw() {
          return ByteBuffer.wrap(ledgers.get((int) (next - 1 - FIRST))).asReadOnlyBuffer();
        }

        @Override
        public String origin() {
          return location();
        }

        @Override
        public void close() {}
      };
    }
  }
}
