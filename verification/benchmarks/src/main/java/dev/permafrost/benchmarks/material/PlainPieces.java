package dev.permafrost.benchmarks.material;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads and copies a file in large pieces, two of them at once so that the disk never waits for the
 * next, and does nothing else: what the disk and the cache allow.
 */
public final class PlainPieces {

  private static final int PIECE_BYTES = 4 << 20;
  private static final int BLOCK_BYTES = 4 << 10;
  private static final int AT_ONCE = 2;

  private PlainPieces() {}

  /**
   * The seconds that copying takes, sync included, of a file whose bytes are in the page cache: the
   * shorter of through the cache and past it, for disks differ in what they like.
   *
   * @param directory where the copy is for a moment
   */
  public static double copySeconds(Path file, Path directory) {
    double cached = copySeconds(file, directory, false);
    return Math.min(cached, copySeconds(file, directory, true));
  }

  private static double copySeconds(Path file, Path directory, boolean pastCache) {
    Path copy = directory.resolve("plain-copy");
    try {
      WarmMemory.prepare(directory, Files.size(file));
      double seconds = Stopwatch.seconds(() -> copy(file, copy, pastCache));
      if (Files.mismatch(file, copy) >= 0) {
        throw new IllegalStateException("a plain copy of " + file + " is another file");
      }
      return seconds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(copy);
    }
  }

  private static void copy(Path file, Path copy, boolean pastCache) {
    try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel cached =
            FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel pieces =
            pastCache ? openPastCache(copy) : FileChannel.open(copy, StandardOpenOption.WRITE)) {
      long size = source.size();
      // What is no whole block cannot be written past the cache.
      long whole = size / BLOCK_BYTES * BLOCK_BYTES;
      forEachPiece(
          whole,
          (buffer, at) -> {
            readFully(source, buffer, at);
            writeFully(pieces, buffer.flip(), at);
          });
      ByteBuffer rest = ByteBuffer.allocate((int) (size - whole));
      readFully(source, rest, whole);
      writeFully(cached, rest.flip(), whole);
      cached.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The seconds that reading it takes as the disk holds it, past the page cache. */
  public static double readPastCacheSeconds(Path file) {
    try (FileChannel source =
        FileChannel.open(file, StandardOpenOption.READ, ExtendedOpenOption.DIRECT)) {
      long size = source.size() / BLOCK_BYTES * BLOCK_BYTES;
      return Stopwatch.seconds(
          () -> forEachPiece(size, (buffer, at) -> readFully(source, buffer, at)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes so many bytes, in whole blocks, to a new file past the page cache, syncs it, and removes
   * it.
   *
   * @param directory where the file is for a moment
   */
  public static void write(Path directory, long bytes) {
    Path file = directory.resolve("plain-write");
    byte[] noise = new byte[PIECE_BYTES];
    new Random(bytes).nextBytes(noise);
    try (FileChannel cached =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        FileChannel pieces = openPastCache(file)) {
      long whole = bytes / BLOCK_BYTES * BLOCK_BYTES;
      forEachPiece(
          whole,
          (buffer, at) -> writeFully(pieces, buffer.put(noise, 0, buffer.remaining()).flip(), at));
      cached.force(true);
      if (cached.size() != whole) {
        throw new IllegalStateException(cached.size() + " bytes were written of " + whole);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(file);
    }
  }

  /** Opens a file for writing past the page cache, or through it where there is no other way. */
  private static FileChannel openPastCache(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
    } catch (UnsupportedOperationException | IOException e) {
      return FileChannel.open(file, StandardOpenOption.WRITE);
    }
  }

  /** Reads it through the page cache, so that it is there. */
  public static void readIntoCache(Path file) {
    try (FileChannel source = FileChannel.open(file, StandardOpenOption.READ)) {
      forEachPiece(source.size(), (buffer, at) -> readFully(source, buffer, at));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is done to one piece. */
  private interface Step {
    /** The buffer is empty, and has room for the piece. */
    void piece(ByteBuffer buffer, long offsetBytes) throws IOException;
  }

  private static void forEachPiece(long bytes, Step step) {
    AtomicLong next = new AtomicLong();
    Stopwatch.onThreads(
        AT_ONCE,
        () -> {
          ByteBuffer buffer =
              ByteBuffer.allocateDirect(PIECE_BYTES + BLOCK_BYTES).alignedSlice(BLOCK_BYTES);
          for (long at = next.getAndAdd(PIECE_BYTES);
              at < bytes;
              at = next.getAndAdd(PIECE_BYTES)) {
            try {
              step.piece(buffer.clear().limit((int) Math.min(PIECE_BYTES, bytes - at)), at);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
  }

  private static void readFully(FileChannel channel, ByteBuffer buffer, long offsetBytes)
      throws IOException {
    long at = offsetBytes;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        throw new IOException("a short read");
      }
      at += read;
    }
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer, long offsetBytes)
      throws IOException {
    long at = offsetBytes;
    while (buffer.hasRemaining()) {
      at += channel.write(buffer, at);
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
