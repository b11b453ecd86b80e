package dev.permafrost.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * An open database with its native objects. No native object is freed while a thread uses it: using
 * and closing exclude each other, and using a closed database is an {@link IllegalStateException}
 * instead of a crash. Thread-safe.
 */
final class OpenDatabase implements AutoCloseable {

  /** How a database is opened. */
  enum Mode {
    /** Creates the database; fails if one exists. */
    CREATE,
    /** For writing; it must exist. */
    WRITE,
    /** For reading: takes no lock, writes nothing. */
    READ
  }

  /** Uses the database while it cannot be closed. */
  @FunctionalInterface
  interface Use<T> {
    T with(RocksDB database) throws RocksDBException;
  }

  /**
   * The options and place of a database.
   *
   * @param path its directory
   * @param options its tuning
   * @param families its column families, including the default one
   * @param directIo whether its volume supports direct I/O
   * @param failures translates errors
   */
  record Plan(
      Path path,
      DatabaseOptions options,
      Set<String> families,
      boolean directIo,
      Failures failures) {}

  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private final NativeHandles handles;
  private final RocksDB database;
  private final Map<String, ColumnFamilyHandle> families;
  private final Failures failures;
  private final Set<NativeHandles> readers = new HashSet<>();
  private boolean closed;

  private OpenDatabase(
      NativeHandles handles,
      RocksDB database,
      Map<String, ColumnFamilyHandle> families,
      Failures failures) {
    this.handles = handles;
    this.database = database;
    this.families = families;
    this.failures = failures;
  }

  /**
   * Opens the database; a failure frees everything, including RocksDB's lock. The caller has
   * checked whether a database exists.
   */
  static OpenDatabase open(Plan plan, Mode mode) {
    if (mode != Mode.CREATE) {
      requireReadableManifest(plan.path, plan.failures);
    }
    NativeHandles handles = new NativeHandles();
    try {
      return open(plan, mode, handles);
    } catch (RocksDBException e) {
      handles.close();
      throw plan.failures.translate("open", e);
    } catch (RuntimeException | Error e) {
      handles.close();
      throw e;
    }
  }

  /** Throws for a manifest at which RocksDB would never return. */
  private static void requireReadableManifest(Path path, Failures failures) {
    try {
      OptionalInt foreign = ManifestFrames.foreignType(path);
      if (foreign.isPresent()) {
        throw failures.damaged(
            "its MANIFEST has a record of type " + foreign.getAsInt() + ", which none has", null);
      }
    } catch (IOException e) {
      throw failures.translateRead("look at the MANIFEST of", e);
    }
  }

  private static OpenDatabase open(Plan plan, Mode mode, NativeHandles handles)
      throws RocksDBException {
    DBOptions options =
        plan.options.database(handles, mode == Mode.CREATE, plan.directIo && mode != Mode.READ);
    ColumnFamilyOptions familyOptions = plan.options.family(handles);
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    for (String family : new TreeSet<>(plan.families)) {
      descriptors.add(
          new ColumnFamilyDescriptor(family.getBytes(StandardCharsets.UTF_8), familyOptions));
    }
    List<ColumnFamilyHandle> opened = new ArrayList<>();
    String path = plan.path.toString();
    RocksDB database =
        handles.own(
            mode == Mode.READ
                ? RocksDB.openReadOnly(options, path, descriptors, opened)
                : RocksDB.open(options, path, descriptors, opened));
    Map<String, ColumnFamilyHandle> families = new LinkedHashMap<>();
    for (int i = 0; i < opened.size(); i++) {
      families.put(
          new String(descriptors.get(i).getName(), StandardCharsets.UTF_8),
          handles.own(opened.get(i)));
    }
    return new OpenDatabase(handles, database, families, plan.failures);
  }

  /**
   * The column families of a database, or none if they cannot be listed: RocksDB's listing hides
   * its errors, so only opening shows the reason. Changes nothing.
   */
  static Set<String> listFamilies(Path path, Failures failures) {
    requireReadableManifest(path, failures);
    try (Options options = new Options()) {
      Set<String> names = new TreeSet<>();
      for (byte[] name : RocksDB.listColumnFamilies(options, path.toString())) {
        names.add(new String(name, StandardCharsets.UTF_8));
      }
      return names;
    } catch (RocksDBException e) {
      throw failures.translate("list the column families of", e);
    }
  }

  /**
   * Uses the database, which cannot be closed until this returns.
   *
   * @param action what is done, as in "cannot read", for a failure
   */
  <T> T use(String action, Use<T> use) {
    Lock inside = gate.readLock();
    inside.lock();
    try {
      if (closed) {
        throw new IllegalStateException("closed before: " + action);
      }
      return use.with(database);
    } catch (RocksDBException e) {
      throw failures.translate(action, e);
    } finally {
      inside.unlock();
    }
  }

  /** The handle of a family, for use within {@link #use}. */
  ColumnFamilyHandle family(String name) {
    ColumnFamilyHandle handle = families.get(name);
    if (handle == null) {
      throw new IllegalArgumentException("no column family " + name + " of " + families.keySet());
    }
    return handle;
  }

  /** Opens an iterator, owned by the handles, which the caller returns with {@link #release}. */
  RocksIterator iterator(String family, ReadOptions options, NativeHandles reader) {
    return use(
        "read",
        rocks -> {
          RocksIterator iterator = reader.own(rocks.newIterator(family(family), options));
          synchronized (readers) {
            readers.add(reader);
          }
          return iterator;
        });
  }

  /** Frees a reader's objects; has no effect if closing the database has already freed them. */
  void release(NativeHandles reader) {
    Lock inside = gate.readLock();
    inside.lock();
    try {
      synchronized (readers) {
        readers.remove(reader);
        reader.close();
      }
    } finally {
      inside.unlock();
    }
  }

  /**
   * Frees everything. An iterator that is still open is a bug: it is freed first, and then the bug
   * is reported.
   *
   * <p>Errors of RocksDB on closing, such as of its information log, are ignored: every batch was
   * synced when its commit returned, and nothing is written here.
   */
  @Override
  public void close() {
    int forgotten;
    Lock alone = gate.writeLock();
    alone.lock();
    try {
      closed = true;
      forgotten = readers.size();
      readers.forEach(NativeHandles::close);
      readers.clear();
      handles.close();
    } finally {
      alone.unlock();
    }
    if (forgotten > 0) {
      throw new IllegalStateException("closed while " + forgotten + " cursors were open");
    }
  }
}
