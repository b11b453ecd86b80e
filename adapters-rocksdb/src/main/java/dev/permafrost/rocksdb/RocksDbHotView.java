package dev.permafrost.rocksdb;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotView;
import java.nio.file.Path;
import java.util.Optional;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/** Reads an open hot database. */
class RocksDbHotView implements HotView {

  private final ChunkId chunk;
  private final Path path;
  private final OpenDatabase database;

  RocksDbHotView(ChunkId chunk, Path path, OpenDatabase database) {
    this.chunk = chunk;
    this.path = path;
    this.database = database;
  }

  final OpenDatabase database() {
    return database;
  }

  @Override
  public final ChunkId chunk() {
    return chunk;
  }

  @Override
  public final String location() {
    return path.toString();
  }

  @Override
  public final Optional<byte[]> highestKey(ColumnFamily family) {
    return database.use(
        "read",
        rocks -> {
          try (ReadOptions options = new ReadOptions();
              RocksIterator iterator = rocks.newIterator(database.family(family.name()), options)) {
            iterator.seekToLast();
            if (iterator.isValid()) {
              return Optional.of(iterator.key());
            }
            iterator.status();
            return Optional.empty();
          }
        });
  }

  @Override
  @MustBeClosed
  public final HotCursor cursor(ColumnFamily family, byte[] from) {
    return RocksDbHotCursor.open(database, family, from.clone(), RocksDbHotCursor.READAHEAD_BYTES);
  }

  @Override
  @MustBeClosed
  public final HotCursor lookup(ColumnFamily family, byte[] key) {
    return RocksDbHotCursor.open(database, family, key.clone(), 0);
  }

  @Override
  public void close() {
    database.close();
  }
}
