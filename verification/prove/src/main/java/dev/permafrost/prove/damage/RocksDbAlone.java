package dev.permafrost.prove.damage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** What RocksDB says of a database when it is opened for writing with nothing around it. */
final class RocksDbAlone {

  /** It opens, and every entry is there. */
  static final String ALL_THERE = "opens, all there";

  /** It opens, and entries are missing, of which nothing is said. */
  static final String FEWER = "opens with fewer";

  /** It opens, and an iterator over it fails. */
  static final String READING_FAILS = "opens, reading fails";

  /** It does not open. */
  static final String REFUSES = "refuses";

  /** It is still opening after {@link #PATIENCE}. */
  static final String NEVER_RETURNS = "does not return";

  /** Far longer than an opening takes; it was seen to take minutes, and gigabytes of memory. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  private RocksDbAlone() {}

  /** The column family that matters. */
  private static String familyOf(Database database) {
    return database == Database.HOT ? "ledgers" : "default";
  }

  /** How many entries a database holds; changes it. */
  static long count(Database database, Path directory) throws RocksDBException {
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY));
    if (database == Database.HOT) {
      families.add(
          new ColumnFamilyDescriptor(familyOf(database).getBytes(StandardCharsets.US_ASCII)));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (DBOptions options = new DBOptions();
        RocksDB opened = RocksDB.open(options, directory.toString(), families, handles)) {
      try (RocksIterator entries = opened.newIterator(handles.get(handles.size() - 1))) {
        return count(entries);
      } finally {
        handles.forEach(ColumnFamilyHandle::close);
      }
    }
  }

  private static long count(RocksIterator entries) throws RocksDBException {
    long count = 0;
    for (entries.seekToFirst(); entries.isValid(); entries.next()) {
      count++;
    }
    try {
      entries.status();
    } catch (RocksDBException e) {
      return -1;
    }
    return count;
  }

  /** The same, in a process that is ended where RocksDB does not come to an end. */
  static String saysInTime(Database database, Path directory, long sound) throws IOException {
    Process process =
        TroubledProcess.start(
            List.of(), "alone", directory.toString(), database.name(), Long.toString(sound));
    try {
      process.onExit().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (TimeoutException e) {
      return NEVER_RETURNS;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  /** Opens a damaged database, which it may change. */
  static String says(Database database, Path directory, long sound) {
    if (Files.notExists(directory)) {
      return REFUSES; // It would be made by asking.
    }
    try {
      long count = count(database, directory);
      if (count < 0) {
        return READING_FAILS;
      }
      return count < sound ? FEWER : ALL_THERE;
    } catch (RocksDBException e) {
      return REFUSES;
    }
  }
}
