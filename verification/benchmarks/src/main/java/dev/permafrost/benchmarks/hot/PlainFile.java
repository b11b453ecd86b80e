package dev.permafrost.benchmarks.hot;

import dev.permafrost.benchmarks.material.DiskBytes;
import dev.permafrost.benchmarks.material.Durations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The same bytes in a plain file: each ledger one positional write and one fdatasync. In a file
 * that grows, a sync must write its size and new blocks too; over blocks that are there it writes
 * data alone, and nothing that survives a power cut can be cheaper.
 */
final class PlainFile {

  private final Path file;
  private final FrameSupply supply;
  private final ByteBuffer buffer;

  PlainFile(Path file, FrameSupply supply) {
    this.file = file;
    this.supply = supply;
    this.buffer = supply.newBuffer();
  }

  /** Appends so many ledgers to a new file, which stays. */
  Commits append(int count) {
    try {
      Files.deleteIfExists(file);
      return write(count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes so many ledgers over those that were appended before. */
  Commits overwrite(int count) {
    try {
      if (!Files.exists(file)) {
        throw new IllegalStateException("nothing was appended yet to " + file);
      }
      return write(count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Commits write(int count) throws IOException {
    long before = DiskBytes.written();
    Durations durations = new Durations(count);
    long at = 0;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (int i = 0; i < count; i++) {
        long offset = at;
        int sequence = i + 2;
        ByteBuffer record = supply.record(sequence, buffer);
        at += record.remaining();
        durations.time(() -> writeSynced(channel, record, offset));
      }
    }
    return new Commits(durations, at, DiskBytes.written() - before);
  }

  private static void writeSynced(FileChannel channel, ByteBuffer bytes, long offset) {
    try {
      long at = offset;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
