package dev.permafrost.benchmarks.read;

import dev.permafrost.domain.read.ReadView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The frames of some ledgers in a plain file, found by an array. Safe for several threads. */
final class PlainFrames implements AutoCloseable {

  private final FileChannel channel;
  private final long first;
  private final long[] offsets;

  private PlainFrames(FileChannel channel, long first, long[] offsets) {
    this.channel = channel;
    this.first = first;
    this.offsets = offsets;
  }

  /** Copies the frames of so many ledgers out of a view. */
  static PlainFrames copy(ReadView view, long first, int count, Path file) {
    try {
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      long[] offsets = new long[count + 1];
      view.readFrames(
          first,
          count,
          (sequence, frame) -> {
            int record = (int) (sequence - first);
            offsets[record + 1] = offsets[record] + frame.remaining();
            write(channel, frame, offsets[record]);
          });
      return new PlainFrames(channel, first, offsets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileChannel channel, ByteBuffer frame, long offset) {
    try {
      long at = offset;
      while (frame.hasRemaining()) {
        at += channel.write(frame, at);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The size of the largest frame. */
  int largestBytes() {
    long largest = 0;
    for (int i = 1; i < offsets.length; i++) {
      largest = Math.max(largest, offsets[i] - offsets[i - 1]);
    }
    return (int) largest;
  }

  /** Reads one frame to a buffer's beginning. */
  void read(long sequence, ByteBuffer target) {
    int record = (int) (sequence - first);
    target.clear().limit((int) (offsets[record + 1] - offsets[record]));
    try {
      while (target.hasRemaining()) {
        if (channel.read(target, offsets[record] + target.position()) < 0) {
          throw new IOException("a short read");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    target.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
