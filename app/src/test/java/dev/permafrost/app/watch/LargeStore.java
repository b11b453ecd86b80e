package dev.permafrost.app.watch;

import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * A store of as many chunks as are asked for, made in a second: its packs are holes of the size
 * that packs have. Some are being frozen, some are lost, the newest are hot and empty.
 */
public final class LargeStore {

  private static final String NETWORK = "Public Global Stellar Network ; September 2015";
  private static final int HOT = 3;

  private LargeStore() {}

  /** Makes one; the arguments are its directory and how many chunks it has. */
  public static void main(String[] arguments) throws IOException {
    make(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
  }

  /** Makes one. */
  public static Path make(Path data, int chunks) throws IOException {
    int frozen = Math.max(0, chunks - (chunks > 10 ? HOT : 1));
    try (OpenStore<Store> opened = Permafrost.at(data).open()) {
      for (int chunk = frozen; chunk < chunks; chunk++) {
        try (HotWriter made =
            opened.store().hot().openHotDBForChunk(new ChunkId(chunk), Optional.of(NETWORK))) {
          made.next();
        }
      }
    }
    MetaBatch.Builder keys = MetaBatch.builder();
    Random random = new Random(7);
    for (int chunk = 0; chunk < frozen; chunk++) {
      boolean isFreezing = chunks > 10 && chunk >= frozen - 2;
      keys.put(
          String.format(Locale.ROOT, "chunk:%08d:ledgers", chunk),
          isFreezing ? "freezing" : "frozen");
      boolean isLost = chunks > 10 && chunk % 997 == 41;
      if (!isFreezing && !isLost) {
        hole(pack(data, chunk), 800_000_000L + random.nextInt(900_000_000) + chunk * 300_000L);
      }
    }
    if (frozen == 0) {
      return data;
    }
    try (MetaStore catalog = RocksDbStores.metaStores(data.resolve("catalog")).openExisting()) {
      catalog.commit(keys.build());
    }
    return data;
  }

  private static Path pack(Path data, int chunk) {
    return data.resolve(String.format(Locale.ROOT, "ledgers/%05d/%08d.pack", chunk / 1_000, chunk));
  }

  private static void hole(Path file, long bytes) throws IOException {
    Files.createDirectories(file.getParent());
    try (RandomAccessFile hole = new RandomAccessFile(file.toFile(), "rw")) {
      hole.setLength(bytes);
    }
  }
}
