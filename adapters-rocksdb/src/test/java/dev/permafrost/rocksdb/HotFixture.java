package dev.permafrost.rocksdb;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.rocksdb.FlushOptions;

/** A hot database of numbered values, for tests that damage it. */
record HotFixture(Path hotRoot) {

  static final ChunkId CHUNK = new ChunkId(7);
  static final Set<ColumnFamily> FAMILIES = Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS);
  private static final int VALUE_BYTES = 3000;

  HotStores stores() {
    return RocksDbStores.hotStores(hotRoot);
  }

  Path directory() {
    return Path.of(stores().locate(CHUNK));
  }

  /** Makes the database with values 0 to {@code tabled - 1} in a table, the rest in the log. */
  void create(int tabled, int logged) {
    try (HotStore store = stores().create(CHUNK, FAMILIES, 0)) {
      for (int i = 0; i < tabled; i++) {
        commit(store, i);
      }
      if (tabled > 0) {
        flush(store);
      }
      for (int i = tabled; i < tabled + logged; i++) {
        commit(store, i);
      }
    }
  }

  static void commit(HotStore store, int number) {
    store.commit(
        new HotBatch()
            .put(ColumnFamily.DEFAULT, ByteBuffer.wrap(key(number)), ByteBuffer.wrap(key(number)))
            .put(
                ColumnFamily.LEDGERS,
                ByteBuffer.wrap(key(number)),
                ByteBuffer.wrap(value(number))));
  }

  static void flush(HotStore store) {
    ((RocksDbHotStore) store)
        .database()
        .use(
            "flush",
            rocks -> {
              try (FlushOptions options = new FlushOptions()) {
                rocks.flush(
                    options,
                    List.of(
                        ((RocksDbHotStore) store).database().family("default"),
                        ((RocksDbHotStore) store).database().family("ledgers")));
                return true;
              }
            });
  }

  /** Reads all values in order, checks each, and says how many there are. */
  static int readAll(HotView view) {
    int number = 0;
    try (HotCursor cursor = view.cursor(ColumnFamily.LEDGERS, new byte[0])) {
      while (cursor.next()) {
        if (!cursor.borrowedKey().equals(ByteBuffer.wrap(key(number)))
            || !cursor.borrowedValue().equals(ByteBuffer.wrap(value(number)))) {
          throw new AssertionError("entry " + number + " is not what was committed");
        }
        number++;
      }
    }
    return number;
  }

  int readAllReadOnly() {
    try (HotView view = stores().openReadOnly(CHUNK, FAMILIES)) {
      return readAll(view);
    }
  }

  int readAllForWriting() {
    try (HotStore store = stores().openExisting(CHUNK, FAMILIES)) {
      return readAll(store);
    }
  }

  /** The files of the database whose names match, in order. */
  List<Path> files(String pattern) throws IOException {
    try (Stream<Path> files = Files.list(directory())) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches(pattern))
          .sorted()
          .toList();
    }
  }

  static byte[] key(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

  private static byte[] value(int number) {
    byte[] value = new byte[VALUE_BYTES];
    new Random(number).nextBytes(value);
    return value;
  }
}
