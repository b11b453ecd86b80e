package dev.permafrost.benchmarks.freeze;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.ForgedSource;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A store with one chunk that is hot and complete, to be frozen again and again. */
final class HotChunk implements AutoCloseable {

  private static final ChunkId CHUNK = new ChunkId(0);
  private static final int COPY_BUFFER_BYTES = 1 << 20;

  private final Setting setting;
  private final Path directory;

  HotChunk(Setting setting, Ledgers ledgers) {
    this.setting = setting;
    this.directory = setting.directory().resolve("hot-chunk-" + ledgers);
    try (BenchStore store = open(new ZstdFrameCodec())) {
      store
          .store()
          .ingest()
          .ingest(
              CHUNK,
              OptionalLong.empty(),
              new ForgedSource(ledgers.forge(setting.templates())),
              Optional.empty(),
              CancelToken.NEVER);
    }
  }

  @MustBeClosed
  private BenchStore open(FrameCodec codec) {
    return new BenchStore(directory, setting.ledgers(), setting.cores(), codec, Optional.empty());
  }

  /** The seconds that freezing it takes with a codec; it is thawed before, outside of them. */
  double freezeSeconds(FrameCodec codec) {
    try (BenchStore store = open(codec)) {
      store.thaw(CHUNK);
      return Stopwatch.seconds(() -> store.freeze(CHUNK));
    }
  }

  /** The seconds that copying its frames into a file takes, sync included, and nothing else. */
  double copySeconds() {
    Path file = directory.resolve("copy");
    try (HotView view =
            RocksDbStores.hotStores(RootPaths.under(directory).hot())
                .openReadOnly(CHUNK, Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS));
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      return Stopwatch.seconds(() -> copy(view, channel));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(HotView view, FileChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(COPY_BUFFER_BYTES);
    try (HotCursor cursor = view.cursor(ColumnFamily.LEDGERS, new byte[] {0})) {
      while (cursor.next()) {
        ByteBuffer value = cursor.borrowedValue();
        while (value.hasRemaining()) {
          if (!buffer.hasRemaining()) {
            write(buffer, channel);
          }
          int bytes = Math.min(buffer.remaining(), value.remaining());
          buffer.put(value.slice().limit(bytes));
          value.position(value.position() + bytes);
        }
      }
      write(buffer, channel);
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(ByteBuffer buffer, FileChannel channel) throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() {
    Trees.delete(directory);
  }
}
