package dev.permafrost.prove.workload;

import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The packs of all chunks as a run makes them that nobody disturbs; each was verified ledger by
 * ledger. Immutable.
 *
 * @param bytes the file of each chunk
 */
public record GoldenPacks(Map<ChunkId, ByteBuffer> bytes) {

  /** Copies the map. */
  public GoldenPacks {
    bytes = Map.copyOf(bytes);
  }

  /** Makes them in a store of their own. */
  public static GoldenPacks make(RealStores stores, Chain chain, Path data) {
    RootPaths paths = RootPaths.under(data);
    try (OpenStore<Store> opened = stores.open(paths, StorageEvents.NONE)) {
      Store store = opened.store();
      new Workload(store, chain, WorkloadEvents.NONE).settle();
      Map<ChunkId, ByteBuffer> bytes = new HashMap<>();
      for (ChunkId chunk : chain.chunks()) {
        ChunkReport report = store.verification().verify(chunk, CancelToken.NEVER);
        if (report.failure().isPresent()) {
          throw report.failure().get();
        }
        bytes.put(chunk, read(pack(paths, chunk)));
      }
      return new GoldenPacks(bytes);
    }
  }

  /** The place of a chunk's pack (docs/protocol.md, "Layout"). */
  public static Path pack(RootPaths paths, ChunkId chunk) {
    return paths
        .cold()
        .resolve("ledgers")
        .resolve(chunk.bucketName())
        .resolve(chunk.name() + ".pack");
  }

  /** Whether a chunk's pack in a store is this one, byte for byte. */
  public boolean isIn(RootPaths paths, ChunkId chunk) {
    Path pack = pack(paths, chunk);
    return Files.isRegularFile(pack) && read(pack).equals(bytes.get(chunk));
  }

  private static ByteBuffer read(Path file) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
