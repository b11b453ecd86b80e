package dev.permafrost.rocksdb;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Writes an open hot database and its witness. */
final class RocksDbHotStore extends RocksDbHotView implements HotStore {

  private static final int FIRST_STAGE_BYTES = 4 << 10;

  private final WitnessFile witness;
  private final Object writing = new Object();

  /** Keys and values on the heap are copied to this buffer: RocksDB needs direct buffers. */
  private ByteBuffer stage = ByteBuffer.allocateDirect(FIRST_STAGE_BYTES);

  private boolean failed;

  RocksDbHotStore(ChunkId chunk, Path path, OpenDatabase database, WitnessFile witness) {
    super(chunk, path, database);
    this.witness = witness;
  }

  @Override
  public void commit(HotBatch batch) {
    synchronized (writing) {
      if (failed) {
        throw new IllegalStateException("a commit failed before: the store must be closed");
      }
      database()
          .use(
              "commit to",
              rocks -> {
                try (WriteBatch changes = new WriteBatch();
                    WriteOptions synced = new WriteOptions().setSync(true)) {
                  for (HotBatch.Put put : batch.puts()) {
                    add(changes, put);
                  }
                  failed = true;
                  rocks.write(synced, changes);
                  failed = false;
                  return true;
                }
              });
    }
  }

  private void add(WriteBatch changes, HotBatch.Put put) throws RocksDBException {
    ByteBuffer key = put.borrowedKey().duplicate();
    ByteBuffer value = put.borrowedValue().duplicate();
    long stagedBytes =
        (key.isDirect() ? 0L : key.remaining()) + (value.isDirect() ? 0L : value.remaining());
    if (stagedBytes > stage.capacity()) {
      stage = ByteBuffer.allocateDirect(Math.toIntExact(stagedBytes));
    }
    stage.clear();
    changes.put(database().family(put.family().name()), direct(key), direct(value));
  }

  /** The buffer itself, or a copy of it in the stage. */
  private ByteBuffer direct(ByteBuffer buffer) {
    if (buffer.isDirect()) {
      return buffer;
    }
    int start = stage.position();
    stage.put(buffer);
    return stage.duplicate().flip().position(start);
  }

  @Override
  public void recordWitness(long sequence) {
    synchronized (writing) {
      witness.record(sequence);
    }
  }

  @Override
  public void syncWitness() {
    synchronized (writing) {
      witness.sync();
    }
  }

  @Override
  public void close() {
    synchronized (writing) {
      try {
        super.close();
      } catch (RuntimeException | Error e) {
        witness.closeAfter(e);
        throw e;
      }
      witness.close();
    }
  }
}
