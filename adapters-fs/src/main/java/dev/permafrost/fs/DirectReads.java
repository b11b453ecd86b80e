package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import com.sun.nio.file.ExtendedOpenOption;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * An open file that is read past the page cache ({@code O_DIRECT}), so that the bytes read are
 * those on the disk: after a failed sync, the cache may hold others.
 *
 * <p>The operating system reads only whole blocks, into aligned buffers. So reads go through such a
 * buffer, and any offset and length can be requested. Thread-safe.
 */
final class DirectReads implements VfsFile {

  private static final int BLOCK_BYTES = DirectBuffers.ALIGNMENT_BYTES;
  private static final int BOUNCE_BYTES = 1 << 20;

  private static final DirectBuffers BUFFERS = DirectBuffers.aligned(2L * BOUNCE_BYTES);

  private final FileChannel channel;

  /** Takes over a channel that was opened for it, and closes it. */
  DirectReads(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Opens an existing file.
   *
   * @return empty if the file system does not support this, which shows when the file is opened or
   *     when its first block is read
   */
  @SuppressWarnings("MustBeClosedChecker") // passed on in the result
  static Optional<VfsFile> open(Path path) throws IOException {
    if (Files.getFileStore(path).getBlockSize() > BLOCK_BYTES) {
      return Optional.empty();
    }
    try {
      return proven(new DirectReads(openChannel(path)));
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (SystemErrors.isUnsupported(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @MustBeClosed
  private static FileChannel openChannel(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.READ, ExtendedOpenOption.DIRECT);
  }

  /** Reads the first block, because some file systems fail only then. */
  static Optional<VfsFile> proven(DirectReads file) throws IOException {
    try {
      file.readAt(ByteBuffer.allocate(1), 0);
      return Optional.of(file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  @Override
  public int readAt(ByteBuffer target, long offsetBytes) throws IOException {
    if (offsetBytes < 0) {
      throw new IllegalArgumentException("negative offset " + offsetBytes);
    }
    int total = 0;
    ByteBuffer bounce = BUFFERS.borrow(BOUNCE_BYTES);
    try {
      boolean isAtEnd = false;
      while (target.hasRemaining() && !isAtEnd) {
        long at = offsetBytes + total;
        int lead = (int) (at % BLOCK_BYTES);
        bounce.clear().limit(wholeBlocks(lead + (long) target.remaining()));
        int found = read(bounce, at - lead);
        int length = Math.min(Math.max(found - lead, 0), target.remaining());
        target.put(bounce.slice(Math.min(lead, found), length));
        total += length;
        isAtEnd = found < bounce.limit();
      }
    } finally {
      BUFFERS.giveBack(bounce);
    }
    return total;
  }

  /** Fills the buffer from its start, or up to the end of the file. */
  private int read(ByteBuffer bounce, long alignedOffset) throws IOException {
    int total = 0;
    // A piece that ends inside a block ends the file: only whole blocks are requested.
    while (bounce.hasRemaining() && total % BLOCK_BYTES == 0) {
      int count = channel.read(bounce, alignedOffset + total);
      if (count <= 0) {
        break;
      }
      total += count;
    }
    return total;
  }

  private static int wholeBlocks(long bytes) {
    long rounded = (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
    return (int) Math.min(rounded, BOUNCE_BYTES);
  }

  @Override
  public void writeAt(ByteBuffer source, long offsetBytes) {
    throw new NonWritableChannelException();
  }

  @Override
  public long sizeBytes() throws IOException {
    return channel.size();
  }

  @Override
  public void sync() throws IOException {
    PosixVfs.force(channel);
  }

  /** Never granted: closing this would drop the lock of another opening. */
  @Override
  public Optional<VfsLock> tryLock(boolean shared) {
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
