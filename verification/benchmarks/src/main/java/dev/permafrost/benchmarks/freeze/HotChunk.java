package dev.permafrost.benchmarks.freeze;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.ForgedSource;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.benchmarks.material.WarmMemory;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.ingest.IngestResult;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * A store with one chunk that is hot and complete, to be frozen again and again. Its files lie in
 * the run's directory and go with it.
 */
public final class HotChunk {

  /** The chunk. */
  public static final ChunkId CHUNK = new ChunkId(0);

  private static final int COPY_BUFFER_BYTES = 1 << 20;

  private final Setting setting;
  private final int length;
  private final Path directory;
  private final long rawBytes;
  private final long frameBytes;

  private HotChunk(Setting setting, Ledgers ledgers, int length, String name) {
    this.setting = setting;
    this.length = length;
    this.directory = setting.directory().resolve(name);
    try (BenchStore store = open(new ZstdFrameCodec())) {
      IngestResult filled = store.fill(CHUNK, new ForgedSource(ledgers.forge(setting.templates())));
      rawBytes = filled.rawBytes();
      frameBytes = filled.frameBytes();
    }
  }

  /** The chunk of some ledgers that rows share, as long as chunks are in this run. */
  public static HotChunk shared(Setting setting, Ledgers ledgers) {
    return shared(setting, ledgers, setting.ledgers());
  }

  /** The chunk of some ledgers that rows share, of a length. */
  public static HotChunk shared(Setting setting, Ledgers ledgers, int length) {
    String name = "hot-chunk-" + ledgers + "-" + length;
    return setting
        .shelf()
        .get(name, HotChunk.class, () -> new HotChunk(setting, ledgers, length, name));
  }

  /** Opens its store; one at a time. */
  @MustBeClosed
  public BenchStore open(FrameCodec codec) {
    return open(codec, FreezeSettings.STANDARD);
  }

  /** The same, for freezing in a way of its own. */
  @MustBeClosed
  public BenchStore open(FrameCodec codec, FreezeSettings freezing) {
    return BenchStore.open(directory, length, setting.cores(), codec, Optional.empty(), freezing);
  }

  /**
   * Moves what is in the database's log into its tables, so that opening it takes as long whatever
   * its length: an opening for writing does that.
   */
  public void settle() {
    try (BenchStore store = open(new ZstdFrameCodec());
        HotWriter writer = store.store().hot().openHotDBForChunk(CHUNK, Optional.empty())) {
      if (writer.highest().isEmpty()) {
        throw new IllegalStateException("nothing was ingested into " + directory);
      }
    }
  }

  /** Where its store is. */
  public Path directory() {
    return directory;
  }

  /** How many ledgers it has. */
  public int length() {
    return length;
  }

  /** The sum of its raw ledgers. */
  public long rawBytes() {
    return rawBytes;
  }

  /** The sum of its frames. */
  public long frameBytes() {
    return frameBytes;
  }

  /** The seconds that freezing it takes with a codec; it is thawed before, outside of them. */
  public double freezeSeconds(FrameCodec codec) {
    return freezeSeconds(codec, FreezeSettings.STANDARD, StorageEvents.NONE);
  }

  /** The same, for freezing in a way of its own, with somebody who is told what is done. */
  public double freezeSeconds(FrameCodec codec, FreezeSettings freezing, StorageEvents events) {
    try (BenchStore store =
        BenchStore.open(
            directory, length, setting.cores(), codec, Optional.empty(), freezing, events)) {
      store.thaw(CHUNK);
      WarmMemory.prepare(directory, frameBytes);
      return Stopwatch.seconds(() -> store.freeze(CHUNK));
    }
  }

  /** The seconds that copying its frames into a file takes, sync included, and nothing else. */
  public double copySeconds() {
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
      WarmMemory.prepare(directory, frameBytes);
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
}
