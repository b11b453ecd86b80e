package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes one artifact's file through a direct buffer, and makes it durable: the one durable-write
 * path of artifacts.
 */
final class FileArtifactWriter implements ArtifactWriter {

  private static final int BUFFER_BYTES = 1 << 20;

  /** How much is written before the disk is set to work on it, so that the last sync is short. */
  private static final long SYNC_STEP_BYTES = 16L << 20;

  private enum State {
    WRITING,
    FINISHED,
    DURABLE,
    /** Something failed; only the removal is left. */
    BROKEN,
    CLOSED
  }

  private final Disk disk;
  private final DiskFile file;
  private final List<Path> directoriesToSync;
  private final DirectBuffers buffers;
  private final ByteBuffer buffer;
  private State state = State.WRITING;
  private boolean finished;
  private long appendedBytes;
  private long writtenBytes;
  private long syncStartedBytes;

  /**
   * Takes the new file over and closes it.
   *
   * @param directoriesToSync from the file's own up to the cold root
   */
  @MustBeClosed
  FileArtifactWriter(
      Disk disk, DiskFile file, List<Path> directoriesToSync, DirectBuffers buffers) {
    this.disk = disk;
    this.file = file;
    this.directoriesToSync = directoriesToSync;
    this.buffers = buffers;
    this.buffer = buffers.borrow(BUFFER_BYTES);
  }

  @Override
  public void append(ByteBuffer borrowed) {
    require(State.WRITING);
    state = State.BROKEN;
    appendedBytes += borrowed.remaining();
    while (borrowed.hasRemaining()) {
      if (borrowed.isDirect() && buffer.position() == 0 && borrowed.remaining() >= BUFFER_BYTES) {
        write(borrowed);
      } else {
        int length = Math.min(borrowed.remaining(), buffer.remaining());
        buffer.put(borrowed.slice().limit(length));
        borrowed.position(borrowed.position() + length);
        if (!buffer.hasRemaining()) {
          writeBuffer();
        }
      }
    }
    state = State.WRITING;
  }

  @Override
  public long sizeBytes() {
    return appendedBytes;
  }

  @Override
  public void finish() {
    require(State.WRITING);
    state = State.BROKEN;
    writeBuffer();
    finished = true;
    state = State.FINISHED;
  }

  @Override
  public void makeDurable() {
    require(State.FINISHED);
    // A failed sync is final: whatever happens from here on, it is not tried again.
    state = State.BROKEN;
    file.sync();
    directoriesToSync.forEach(disk::syncDirectory);
    state = State.DURABLE;
  }

  @Override
  public void abandon() {
    finished = false;
    close();
  }

  @Override
  public void close() {
    if (state == State.CLOSED) {
      return;
    }
    state = State.CLOSED;
    buffers.giveBack(buffer);
    try {
      file.close();
    } catch (RuntimeException e) {
      removeUnfinishedAfter(e);
      throw e;
    }
    removeUnfinished();
  }

  private void removeUnfinished() {
    if (!finished) {
      disk.unlinkIfThere(file.path());
    }
  }

  private void removeUnfinishedAfter(RuntimeException failure) {
    try {
      removeUnfinished();
    } catch (RuntimeException later) {
      failure.addSuppressed(later);
    }
  }

  private void writeBuffer() {
    buffer.flip();
    write(buffer);
    buffer.clear();
  }

  private void write(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (length > 0) {
      file.writeAt(bytes, writtenBytes);
      writtenBytes += length;
      if (writtenBytes - syncStartedBytes >= SYNC_STEP_BYTES) {
        syncStartedBytes = writtenBytes;
        file.startSync();
      }
    }
  }

  private void require(State wanted) {
    if (state != wanted) {
      throw new IllegalStateException(
          "the writer of " + file.path() + " is " + state + ", not " + wanted);
    }
  }
}
