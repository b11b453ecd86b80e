package dev.permafrost.prove.damage;

import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.ForgedSource;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A store whose copies are damaged, made by the production code: a chunk whose ledgers lie in
 * tables and in the log, and a few others, so that the catalog has several tables too.
 *
 * @param data its data directory
 * @param older the same store as it was earlier
 * @param ledgers the ledgers that were acknowledged in the chunk, and no more
 * @param witnessed what the chunk's witness says
 * @param rows what the catalog says
 */
record Specimen(Path data, Path older, ForgedSource ledgers, long witnessed, List<ChunkRow> rows) {

  /** The chunk whose hot database is damaged. */
  static final ChunkId CHUNK = new ChunkId(0);

  /** Another one, whose files are put in the place of the first one's. */
  static final ChunkId OTHER = new ChunkId(1);

  /** One that only the later catalog knows. */
  private static final ChunkId FURTHER = new ChunkId(2);

  private static final long FIRST = Geometry.STANDARD.first(CHUNK);
  private static final long TABLED = FIRST + 119;

  /** How a store ended before it was damaged. */
  enum End {
    /** It was closed. */
    CLOSED(100),
    /** Its process was killed: the files are as a running one shows them. */
    KILLED(100),
    /** The power was cut: what the witness was told since its last sync is gone. */
    POWER_CUT(HotWriter.WITNESS_SYNC_INTERVAL + 60);

    private final int ledgersInTheLog;

    End(int ledgersInTheLog) {
      this.ledgersInTheLog = ledgersInTheLog;
    }

    long highest() {
      return TABLED + ledgersInTheLog;
    }
  }

  Specimen {
    rows = List.copyOf(rows);
  }

  /** The highest ledger that was acknowledged. */
  long highest() {
    return ledgers.range().last();
  }

  /** Makes one below a directory. */
  @SuppressWarnings("MustBeClosedChecker") // closed at once
  static Specimen make(End end, RealStores stores, Path work) {
    Path data = work.resolve("data");
    Path older = work.resolve("older");
    ForgedSource ledgers = ForgedSource.of(new LedgerRange(FIRST, end.highest()));
    // What an opening finds in the log it moves into a table.
    session(stores, data, store -> ingest(store, CHUNK, ledgers, FIRST + 59));
    session(stores, data, store -> ingest(store, CHUNK, ledgers, TABLED));
    session(stores, data, Specimen::ingestOther);
    WorkDirectory.copy(data, older);
    Path running = work.resolve("running");
    Running copying = new Running(end, data, running);
    List<ChunkRow> rows;
    try (OpenStore<Store> opened = stores.open(RootPaths.under(data), copying)) {
      Store store = opened.store();
      store.hot().openHotDBForChunk(FURTHER, Optional.empty()).close();
      rows = store.catalog().scan().rows();
      ingest(store, CHUNK, ledgers, end.highest());
    }
    long witnessed = end == End.POWER_CUT ? copying.synced() : end.highest();
    return new Specimen(end == End.CLOSED ? data : running, older, ledgers, witnessed, rows);
  }

  private static void session(RealStores stores, Path data, Consumer<Store> body) {
    try (OpenStore<Store> opened = stores.open(RootPaths.under(data), StorageEvents.NONE)) {
      Store store = opened.store();
      body.accept(store);
    }
  }

  private static void ingestOther(Store store) {
    long first = Geometry.STANDARD.first(OTHER);
    ingest(store, OTHER, ForgedSource.of(new LedgerRange(first, first + 40)), first + 40);
  }

  private static void ingest(Store store, ChunkId chunk, ForgedSource source, long last) {
    store
        .ingest()
        .ingest(chunk, OptionalLong.of(last), source, Optional.empty(), CancelToken.NEVER);
  }

  /** Copies the store while its last ledger is acknowledged and nothing is closed yet. */
  private static final class Running implements StorageEvents {
    private final End end;
    private final Path data;
    private final Path running;

    Running(End end, Path data, Path running) {
      this.end = end;
      this.data = data;
      this.running = running;
    }

    /** The ledger whose commit is the last one behind which the witness was synced. */
    long synced() {
      return TABLED + HotWriter.WITNESS_SYNC_INTERVAL;
    }

    @Override
    public void progressed(Progress progress) {
      long sequence = FIRST + progress.ledgersDone() - 1;
      Path kept = data.resolveSibling("WITNESS");
      Path witness = Path.of("WITNESS");
      if (end == End.POWER_CUT && sequence == synced()) {
        copy(Database.hot(data, CHUNK).resolve(witness), kept);
      }
      if (sequence == end.highest()) {
        WorkDirectory.copy(data, running);
        if (end == End.POWER_CUT) {
          copy(kept, Database.hot(running, CHUNK).resolve(witness));
        }
      }
    }

    private static void copy(Path from, Path to) {
      try {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void ended(Attempt attempt) {}
  }
}
