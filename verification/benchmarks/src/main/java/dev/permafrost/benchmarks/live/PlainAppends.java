package dev.permafrost.benchmarks.live;

import dev.permafrost.benchmarks.material.Durations;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Encodes each ledger and appends its frame to a file that grows, with one fdatasync. */
final class PlainAppends {

  private PlainAppends() {}

  /** Takes ledgers at their pace into a new file, and removes it. */
  static Durations run(PacedLedgers ledgers, Path file) {
    try (CodecSession session = new ZstdFrameCodec().open();
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer frame =
          ByteBuffer.allocateDirect(session.maxFrameBytes(ledgers.largestRawBytes()));
      return ledgers.run(
          raw -> {
            session.encode(raw.duplicate(), frame.clear());
            append(channel, frame.flip());
          },
          () -> false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(file);
    }
  }

  private static void append(FileChannel channel, ByteBuffer frame) {
    try {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
