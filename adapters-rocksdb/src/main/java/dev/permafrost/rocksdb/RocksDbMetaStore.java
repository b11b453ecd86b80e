package dev.permafrost.rocksdb;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.failure.StorageFailure;
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
 * <p>A commit syncs the log, and then writes the number of changes to the catalog's witness:
 * RocksDB opens without an error after its log was deleted or damaged, or its manifest truncated,
 * and a catalog that silently lost its last entries would be wrong. The witness is written in place
 * and synced before a commit returns. So it is never ahead of the durable changes, and never behind
 * the acknowledged ones.
 *
 * <p>Changes that are only in the log are lost with it, though this is detected. So the log is
 * flushed to a table, which costs some twenty times a commit, every {@value #FLUSH_INTERVAL}
 * commits and on close.
 */
final class RocksDbMetaStore implements MetaStore {

  /** The one column family. */
  static final String FAMILY = "default";

  /** The log is flushed to a table after this many commits. */
  static final int FLUSH_INTERVAL = 1024;

  private final OpenDatabase database;
  private final @Nullable WitnessFile witness;
  private final Object committing = new Object();
  private boolean failed;
  private int unflushed;

  /**
   * Takes over both and closes them.
   *
   * @param witness the witness to write to; null if the database was opened for reading
   */
  RocksDbMetaStore(OpenDatabase database, @Nullable WitnessFile witness) {
    this.database = database;
    this.witness = witness;
  }

  /** The total number of changes of the database, as far as it knows. */
  long changes() {
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
                WriteOptions synced = new WriteOptions().setSync(true)) {
              for (MetaBatch.Change change : batch.changes()) {
                byte[] key = toBytes(change.key());
                if (change.value().isPresent()) {
                  changes.put(key, toBytes(change.value().get()));
                } else {
                  changes.delete(key);
                }
              }
              rocks.write(synced, changes);
              return true;
            }
          });
      syncWitness();
      if (++unflushed == FLUSH_INTERVAL) {
        flush();
      }
    }
  }

  /** Writes the number of changes to the witness, durably. */
  void syncWitness() {
    synchronized (committing) {
      if (witness != null) {
        failed = true;
        witness.record(changes());
        witness.sync();
        failed = false;
      }
    }
  }

  /** Flushes the log to a table. */
  void flush() {
    database.use(
        "flush",
        rocks -> {
          try (FlushOptions awaited = new FlushOptions().setWaitForFlush(true)) {
            rocks.flush(awaited);
            return true;
          }
        });
    unflushed = 0;
  }

  private void flushQuietly() {
    try {
      if (unflushed > 0) {
        flush();
      }
    } catch (StorageFailure e) {
      // Nothing depends on this: the log holds the changes durably if no table can be written.
    } finally {
      unflushed = 0;
    }
  }

  @Override
  public void close() {
    synchronized (committing) {
      flushQuietly();
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

  /** One character for each byte; invalid ones are rejected by the reader of the entry. */
  private static String toText(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
