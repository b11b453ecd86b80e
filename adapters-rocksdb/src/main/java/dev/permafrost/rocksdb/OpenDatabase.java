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
 * An open database with all that is native about it. Nothing native is freed under a thread that
 * uses it: using and closing exclude each other, and using what is closed is an {@link
 * IllegalStateException} instead of a crash. Safe for several threads.
 */
final class OpenDatabase implements AutoCloseable {

  /** How a database is opened. */
  enum Mode {
    /** Makes it; fails where one exists. */
    CREATE,
    /** For writing; it must exist. */
    WRITE,
    /** For reading: no lock, no write. */
    READ
  }

  /** What is done with the database while it is kept from closing. */
  @FunctionalInterface
  interface Use<T> {
    T with(RocksDB database) throws RocksDBException;
  }

  /**
   * Options and place of a database.
   *
   * @param path its directory
   * @param options how it is tuned
   * @param families its column families, the default one included
   * @param directIo whether its volume can do direct I/O
   * @param failures translates what goes wrong
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
   * Opens it; a failure frees everything, RocksDB's lock included. The caller has looked whether a
   * database is there.
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

  /** Throws where RocksDB would never return. */
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
   * The column families of a database, or none where they cannot be listed: RocksDB's listing hides
   * its errors, so only opening says why. Changes nothing.
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
   * Does something with the database, which is not closed before it is done.
   *
   * @param action what it is, as in "cannot read", for a failure
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

  /** The handle of a family, for use inside of {@link #use}. */
  ColumnFamilyHandle family(String name) {
    ColumnFamilyHandle handle = families.get(name);
    if (handle == null) {
      throw new IllegalArgumentException("no column family " + name + " of " + families.keySet());
    }
    return handle;
  }

  /**
   * Opens an iterator, owned by the handles, which the caller gives back through {@link #release}.
   */
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

  /** Frees what a reader owned; harmless if it was freed before, by closing the database too. */
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
   * Frees everything. An iterator that is still open is a bug: it is freed too, first, and then the
   * bug is reported.
   *
   * <p>RocksDB's own error on closing, of its information log for one, is not asked for: every
   * batch was synced when its commit returned, and nothing is written here.
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
