package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.buffer.DirectBuffers;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one artifact's file through two direct buffers, one of which is filled while the other is
 * written, and makes the file durable. It is the only durable-write path of artifacts. A file that
 * fits the first, small buffer needs no other.
 *
 * <p>A file that replaces another one is synced, and then renamed over it: at any moment the place
 * holds a whole file.
 */
final class FileArtifactWriter implements ArtifactWriter {

  private static final int FIRST_BUFFER_BYTES = 64 << 10;

  /** Large, because each write wakes a thread while the processors have other work. */
  private static final int BUFFER_BYTES = 4 << 20;

  /** The disk starts to write after this many bytes, so that the final sync is short. */
  private static final long SYNC_STEP_BYTES = 16L << 20;

  private enum State {
    WRITING,
    FINISHED,
    DURABLE,
    /** After a failure; the file can only be removed. */
    BROKEN,
    CLOSED
  }

  private final Disk disk;
  private final DiskFile file;
  private final ArtifactPlace place;
  private final DirectBuffers buffers;
  private ByteBuffer filled;

  /** The buffer that may be in flight to the disk. */
  private @Nullable ByteBuffer written;

  private State state = State.WRITING;
  private boolean finished;
  private boolean isRenamed;
  private long appendedBytes;
  private long writtenBytes;
  private long syncStartedBytes;

  /** Takes over the new file and closes it. */
  @MustBeClosed
  FileArtifactWriter(Disk disk, DiskFile file, ArtifactPlace place, DirectBuffers buffers) {
    this.disk = disk;
    this.file = file;
    this.place = place;
    this.buffers = buffers;
    this.filled = buffers.borrow(FIRST_BUFFER_BYTES);
  }

  @Override
  public void append(ByteBuffer borrowed) {
    require(State.WRITING);
    state = State.BROKEN;
    appendedBytes += borrowed.remaining();
    while (borrowed.hasRemaining()) {
      if (!filled.hasRemaining()) {
        startWrite();
        turn();
      }
      int length = Math.min(borrowed.remaining(), filled.remaining());
      filled.put(borrowed.slice().limit(length));
      borrowed.position(borrowed.position() + length);
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
    startWrite();
    file.awaitWrite();
    finished = true;
    state = State.FINISHED;
  }

  @Override
  public void makeDurable() {
    require(State.FINISHED);
    // A failed sync is final: whatever happens from here on, it is not tried again.
    state = State.BROKEN;
    file.sync();
    if (place.isReplacing()) {
      disk.rename(place.written(), place.place());
      isRenamed = true;
    }
    place.directories().forEach(disk::syncDirectory);
    removeLeftBehind();
    state = State.DURABLE;
  }

  private void removeLeftBehind() {
    if (!place.leftBehind().isEmpty()) {
      place.leftBehind().forEach(disk::unlinkIfThere);
      disk.syncDirectory(place.directories().get(0));
    }
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
    try {
      file.close();
    } catch (RuntimeException e) {
      removeUnfinishedAfter(e);
      throw e;
    } finally {
      // Only here: closing waits for the running write.
      buffers.giveBack(filled);
      if (written != null) {
        buffers.giveBack(written);
      }
    }
    removeUnfinished();
  }

  /** A renamed file is the artifact; before that, the file next to it is nothing. */
  private void removeUnfinished() {
    if (!isRenamed && (!finished || place.isReplacing())) {
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

  private void startWrite() {
    int length = filled.flip().remaining();
    if (length == 0) {
      return;
    }
    file.startWriteAt(filled, writtenBytes);
    writtenBytes += length;
    if (writtenBytes - syncStartedBytes >= SYNC_STEP_BYTES) {
      syncStartedBytes = writtenBytes;
      file.startSync();
    }
  }

  /** Continues with the other buffer, which is free because the next write could be started. */
  private void turn() {
    ByteBuffer free = written;
    written = filled;
    if (free != null && free.capacity() < BUFFER_BYTES) {
      buffers.giveBack(free);
      free = null;
    }
    filled = free == null ? buffers.borrow(BUFFER_BYTES) : free.clear();
  }

  private void require(State wanted) {
    if (state != wanted) {
      throw new IllegalStateException(
          "the writer of " + file.path() + " is " + state + ", not " + wanted);
    }
  }
}
