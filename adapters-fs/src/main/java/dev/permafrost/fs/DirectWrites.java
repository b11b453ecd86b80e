package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import com.sun.nio.file.ExtendedOpenOption;
import dev.permafrost.ports.buffer.DirectBuffers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes large pieces of a file past the page cache ({@code O_DIRECT}; open(2) has its
 * requirements). A new pack is not read soon, and would displace what readers need from memory. It
 * also leaves nothing for the sync to wait for except the disk's own cache.
 *
 * <p>Whether a file system supports this shows when the first piece is written; if not, all pieces
 * are written normally. Used by one thread at a time.
 */
final class DirectWrites implements AutoCloseable {

  /** Smaller pieces gain nothing. */
  private static final int LEAST_BYTES = 256 << 10;

  /** Opens the file again; throws {@link IOException} or is unsupported if that is not possible. */
  interface Opener {
    @MustBeClosed
    FileChannel open() throws IOException;
  }

  private final FileChannel ordinary;
  private final Opener opener;
  private @Nullable FileChannel direct;

  /** Read by other threads while a piece is written. */
  private volatile boolean isProven;

  private boolean isGivenUp;

  /**
   * Creates the writer; opens nothing yet.
   *
   * @param ordinary the channel for normal writes, which the caller owns
   */
  DirectWrites(FileChannel ordinary, Opener opener) {
    this.ordinary = ordinary;
    this.opener = opener;
  }

  /** Opens a file for direct writes. */
  @MustBeClosed
  static FileChannel open(Path path) throws IOException {
    if (Files.getFileStore(path).getBlockSize() > DirectBuffers.ALIGNMENT_BYTES) {
      throw new IOException("blocks of more than " + DirectBuffers.ALIGNMENT_BYTES + " bytes");
    }
    return FileChannel.open(path, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
  }

  /** Whether a piece can be written this way. */
  boolean takes(ByteBuffer piece, long offsetBytes) {
    return !isGivenUp
        && piece.isDirect()
        && piece.remaining() >= LEAST_BYTES
        && piece.remaining() % DirectBuffers.ALIGNMENT_BYTES == 0
        && offsetBytes % DirectBuffers.ALIGNMENT_BYTES == 0
        && piece.alignmentOffset(piece.position(), DirectBuffers.ALIGNMENT_BYTES) == 0;
  }

  /** Whether pieces reach the disk as they are written. */
  boolean areInUse() {
    return isProven;
  }

  /** Writes such a piece, from position to limit. */
  void write(ByteBuffer piece, long offsetBytes) throws IOException {
    int position = piece.position();
    try {
      writeAll(channel(), piece, offsetBytes);
      isProven = true;
    } catch (IOException | UnsupportedOperationException e) {
      if (isProven) {
        throw e;
      }
      isGivenUp = true;
      writeAll(ordinary, piece.position(position), offsetBytes);
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with this
  private FileChannel channel() throws IOException {
    FileChannel opened = direct;
    if (opened == null) {
      opened = opener.open();
      direct = opened;
    }
    return opened;
  }

  /** Writes from position to limit. */
  static void writeAll(FileChannel channel, ByteBuffer source, long offsetBytes)
      throws IOException {
    long at = offsetBytes;
    do {
      at += channel.write(source, at);
    } while (source.hasRemaining());
  }

  @Override
  public void close() throws IOException {
    if (direct != null) {
      direct.close();
    }
  }
}
