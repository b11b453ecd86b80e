package dev.permafrost.prove.ledgers;

import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes a stream of ledgers through stores on the real adapters: ingested hot from the stream and
 * frozen from there; then framed into lakes, of which each is frozen and also ingested hot and
 * frozen from there. Every pack of a chunk must have the same bytes, be verified, and give back the
 * ledgers of the stream.
 */
final class RoundTrip {

  private static final String NETWORK = "Ledgers of every protocol";
  private static final int[] LEDGERS_AN_OBJECT = {1, 2, 8, 64};
  private static final int OBJECTS_A_PARTITION = 64_000;

  private final RawLedgers source;
  private final boolean hasUnknownShapes;
  private final Path directory;
  private final Geometry geometry;

  /**
   * A trip of its own.
   *
   * @param hasUnknownShapes whether a remark of that is due: exactly one a run in which they are
   *     read
   * @param directory where nothing is yet
   */
  RoundTrip(RawLedgers source, boolean hasUnknownShapes, Path directory) {
    this.source = source;
    this.hasUnknownShapes = hasUnknownShapes;
    this.directory = directory;
    this.geometry = new Geometry(chunkLength(source.range()));
  }

  /** Short enough for a few whole chunks to lie inside, whatever the first ledger is. */
  private static int chunkLength(LedgerRange range) {
    return range.length() >= 100 ? 50 : (int) Math.max(1, Math.min(10, range.length() / 3));
  }

  /**
   * Makes the trip.
   *
   * @return what was made, in a few words
   * @throws Broken if something does not hold
   */
  String run() {
    List<ChunkId> chunks = chunksIn(source.range());
    Path golden = directory.resolve("stream");
    RealStores stores = new RealStores(geometry);
    fromStream(stores, golden, chunks);
    StringBuilder objects = new StringBuilder();
    for (int size : LEDGERS_AN_OBJECT) {
      int checked = throughLake(stores, golden, size);
      objects.append(objects.length() == 0 ? "" : ",").append(size).append(':').append(checked);
    }
    return "chunks="
        + chunks.size()
        + "x"
        + geometry.ledgersPerChunk()
        + " chunks-of-objects="
        + objects
        + (hasUnknownShapes ? " remarks-a-run=1" : "");
  }

  private List<ChunkId> chunksIn(LedgerRange range) {
    List<ChunkId> chunks = new ArrayList<>();
    ChunkId first = geometry.chunkOf(range.first());
    for (int number = first.value(); ; number++) {
      ChunkId chunk = new ChunkId(number);
      if (geometry.last(chunk) > range.last()) {
        return chunks;
      }
      if (geometry.first(chunk) >= range.first()) {
        chunks.add(chunk);
      }
    }
  }

  private void fromStream(RealStores stores, Path data, List<ChunkId> chunks) {
    Broken.unless(!chunks.isEmpty(), "no whole chunk lies in " + source.range());
    Remarks remarks = new Remarks();
    try (OpenStore<Store> opened = stores.open(RootPaths.under(data), remarks)) {
      Store store = opened.store();
      for (ChunkId chunk : chunks) {
        store
            .ingest()
            .ingest(chunk, OptionalLong.empty(), source, Optional.of(NETWORK), CancelToken.NEVER);
      }
      freezeAndVerify(store, chunks, "hot");
      readBack(store, chunks);
    }
    remarks.require(hasUnknownShapes);
  }

  /** How many chunks were compared; the lake has only whole objects, so it may have no chunk. */
  private int throughLake(RealStores stores, Path golden, int ledgersAnObject) {
    Path lakeDirectory = directory.resolve("lake-" + ledgersAnObject);
    Optional<LedgerRange> held = writeLake(lakeDirectory, ledgersAnObject);
    List<ChunkId> chunks = held.map(this::chunksIn).orElse(List.of());
    if (chunks.isEmpty()) {
      return 0;
    }
    SystemTime time = new SystemTime();
    try (DataLake lake = DataLakes.open(LakeOptions.of(lakeDirectory.toUri()).build(), time)) {
      Path cold = directory.resolve("frozen-" + ledgersAnObject);
      Remarks whenFrozen = new Remarks();
      try (OpenStore<Store> opened = stores.open(RootPaths.under(cold), lake, whenFrozen)) {
        Store store = opened.store();
        freezeAndVerify(store, chunks, "lake");
        Broken.unless(
            store.catalog().network().equals(Optional.of(NETWORK)),
            "the catalog says the network is " + store.catalog().network());
      }
      whenFrozen.require(areUnknownIn(chunks));
      Path hot = directory.resolve("ingested-" + ledgersAnObject);
      Remarks whenIngested = new Remarks();
      try (OpenStore<Store> opened = stores.open(RootPaths.under(hot), lake, whenIngested)) {
        Store store = opened.store();
        for (ChunkId chunk : chunks) {
          store.ingest().ingestFromLake(chunk, OptionalLong.empty(), CancelToken.NEVER);
        }
        freezeAndVerify(store, chunks, "hot");
      }
      whenIngested.require(areUnknownIn(chunks));
      for (ChunkId chunk : chunks) {
        requireSamePack(chunk, golden, cold);
        requireSamePack(chunk, golden, hot);
      }
    }
    WorkDirectory.remove(directory.resolve("frozen-" + ledgersAnObject));
    WorkDirectory.remove(directory.resolve("ingested-" + ledgersAnObject));
    return chunks.size();
  }

  private boolean areUnknownIn(List<ChunkId> chunks) {
    for (ChunkId chunk : chunks) {
      for (long sequence = geometry.first(chunk); sequence <= geometry.last(chunk); sequence++) {
        ByteBuffer ledger = ByteBuffer.wrap(source.raw(sequence));
        if (LedgerFront.read(ledger, sequence).unknownShape().isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  /** The ledgers of the lake; empty if the stream fills no object. */
  private Optional<LedgerRange> writeLake(Path out, int ledgersAnObject) {
    LakeShape shape = new LakeShape(NETWORK, ledgersAnObject, OBJECTS_A_PARTITION, "zst");
    try {
      return Optional.of(
          LakeForge.into(out, shape).write(source.range().first(), source.ledgers()).written());
    } catch (IllegalArgumentException fillsNone) {
      return Optional.empty();
    }
  }

  private void freezeAndVerify(Store store, List<ChunkId> chunks, String from) {
    for (ChunkId chunk : chunks) {
      FreezeResult result =
          store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
      Broken.unless(
          result.source().equals(from), "chunk " + chunk + " came from " + result.source());
    }
    // What came from a hot database stands in both.
    int copies = from.equals("hot") ? 2 : 1;
    for (ChunkId chunk : chunks) {
      ChunkReport report = store.verification().verify(chunk, CancelToken.NEVER);
      report
          .failure()
          .ifPresent(
              failure -> {
                throw new Broken("chunk " + chunk + " is verified: " + failure.getMessage());
              });
      Broken.unless(
          report.ledgers() == (long) copies * geometry.ledgersPerChunk(),
          "chunk " + chunk + " is verified with " + report.ledgers() + " ledgers");
    }
  }

  private void readBack(Store store, List<ChunkId> chunks) {
    for (ChunkId chunk : chunks) {
      Broken.unless(
          store.hot().discardHotDBForChunk(chunk), "chunk " + chunk + " has nothing to discard");
      for (long sequence = geometry.first(chunk); sequence <= geometry.last(chunk); sequence++) {
        ByteBuffer expected = ByteBuffer.wrap(source.raw(sequence));
        Broken.unless(
            store.ledgers().<Boolean>withLedger(sequence, expected::equals),
            "ledger " + sequence + " comes back as other bytes");
      }
    }
  }

  private static void requireSamePack(ChunkId chunk, Path golden, Path other) {
    try {
      Broken.unless(
          Files.mismatch(pack(golden, chunk), pack(other, chunk)) < 0,
          "the pack of chunk " + chunk + " has other bytes in " + other.getFileName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the pack of a chunk is in the data of a store. */
  static Path pack(Path data, ChunkId chunk) {
    return RootPaths.under(data)
        .cold()
        .resolve(ArtifactKind.LEDGERS.name())
        .resolve(chunk.bucketName())
        .resolve(chunk.name() + ".pack");
  }

  /** Counts the remarks on unknown shapes of one run. */
  private static final class Remarks implements StorageEvents {
    private final AtomicInteger unknown = new AtomicInteger();

    @Override
    public void ended(Attempt attempt) {}

    @Override
    public void remarked(Remark remark) {
      if (remark.text().contains("which this version does not know")) {
        unknown.incrementAndGet();
      }
    }

    void require(boolean isDue) {
      Broken.unless(
          unknown.get() == (isDue ? 1 : 0),
          unknown.get() + " remarks on unknown shapes in one run");
    }
  }
}
