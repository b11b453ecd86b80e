package dev.permafrost.rocksdb;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Reads and writes the catalog's database.
 *
 * <p>A commit syncs the log and then moves the batch into a table. RocksDB opens without complaint
 * after its log was deleted or damaged, and a catalog that silently forgot its last entries would
 * say untrue things; a table that is missing or damaged it refuses. So nothing that was
 * acknowledged is ever in the log alone. It costs a few milliseconds, a few times a chunk.
 *
 * <p>Which tables there are is said by the manifest alone, and of that RocksDB takes a cut end, or
 * a damaged length, for the torn end of a crash: it opens with fewer tables. So a commit writes how
 * many changes there were to the catalog's witness last of all, and syncs it.
 */
final class RocksDbMetaStore implements MetaStore {

  /** The one column family. */
  static final String FAMILY = "default";

  private final OpenDatabase database;
  private final @Nullable WitnessFile witness;
  private final Object committing = new Object();
  private boolean failed;

  /**
   * Takes both over and closes them.
   *
   * @param witness the witness to write to; null if the database was opened for reading
   */
  RocksDbMetaStore(OpenDatabase database, @Nullable WitnessFile witness) {
    this.database = database;
    this.witness = witness;
  }

  /** How many changes a database ever took, as far as it knows. */
  static long changes(OpenDatabase database) {
    return database.use("read", RocksDB::getLatestSequenceNumber);
  }

  OpenDatabase database() {
    return database;
  }

  @Override
  public Optional<String> get(String key) {
    return database.use(
        "read",
        rocks -> Optional.ofNullable(rocks.get(toBytes(key))).map(RocksDbMetaStore::toText));
  }

  @Override
  public List<Entry> scan(String prefix) {
    byte[] first = toBytes(prefix);
    return database.use(
        "read",
        rocks -> {
          List<Entry> entries = new ArrayList<>();
          try (ReadOptions options = new ReadOptions();
              RocksIterator iterator = rocks.newIterator(options)) {
            for (iterator.seek(first);
                iterator.isValid() && startsWith(iterator.key(), first);
                iterator.next()) {
              entries.add(new Entry(toText(iterator.key()), toText(iterator.value())));
            }
            iterator.status();
          }
          return List.copyOf(entries);
        });
  }

  @Override
  public void commit(MetaBatch batch) {
    if (batch.changes().isEmpty()) {
      throw new IllegalArgumentException("an empty batch");
    }
    synchronized (committing) {
      if (failed) {
        throw new IllegalStateException("a witness was not written: the store must be closed");
      }
      database.use(
          "commit to",
          rocks -> {
            try (WriteBatch changes = new WriteBatch();
                WriteOptions synced = new WriteOptions().setSync(true);
                FlushOptions awaited = new FlushOptions().setWaitForFlush(true)) {
              for (MetaBatch.Change change : batch.changes()) {
                byte[] key = toBytes(change.key());
                if (change.value().isPresent()) {
                  changes.put(key, toBytes(change.value().get()));
                } else {
                  changes.delete(key);
                }
              }
              rocks.write(synced, changes);
              rocks.flush(awaited);
              return true;
            }
          });
      if (witness != null) {
        failed = true;
        witness.record(changes(database));
        witness.sync();
        failed = false;
      }
    }
  }

  @Override
  public void close() {
    synchronized (committing) {
      try {
        database.close();
      } catch (RuntimeException | Error e) {
        if (witness != null) {
          witness.closeAfter(e);
        }
        throw e;
      }
      if (witness != null) {
        witness.close();
      }
    }
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] toBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        throw new IllegalArgumentException("not printable ASCII: '" + text + "'");
      }
    }
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Each byte a character, whatever it is: what does not belong there is refused by its reader. */
  private static String toText(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
