package dev.permafrost.testkit.vfs;

import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An open file of a memory file system. */
final class MemoryFile implements VfsFile {

  private final MemoryVfs process;
  private final Path path;
  private final FileInode inode;
  private final boolean writable;
  private boolean closed;
  private @Nullable IOException startedWriteFailure;
  private @Nullable IOException startedSyncFailure;

  /** Takes over an opening that was counted on the inode. */
  MemoryFile(MemoryVfs process, Path path, FileInode inode, boolean writable) {
    this.process = process;
    this.path = path;
    this.inode = inode;
    this.writable = writable;
  }

  @Override
  public int readAt(ByteBuffer target, long offsetBytes) throws IOException {
    return onOpen("readAt", () -> inode.read(target, checked(offsetBytes)));
  }

  @Override
  public void writeAt(ByteBuffer source, long offsetBytes) throws IOException {
    onOpen(
        "writeAt",
        () -> {
          requireWritable();
          inode.write(source, checked(offsetBytes), process.disk().space(), path.toString());
          return true;
        });
  }

  /** Writes at once, and tells a failure as late as may be. */
  @Override
  public void startWriteAt(ByteBuffer lent, long offsetBytes) throws IOException {
    awaitWrite();
    try {
      writeAt(lent, offsetBytes);
    } catch (IOException e) {
      startedWriteFailure = e;
    }
  }

  @Override
  public void awaitWrite() throws IOException {
    if (startedWriteFailure != null) {
      throw startedWriteFailure;
    }
  }

  @Override
  public long sizeBytes() throws IOException {
    return onOpen("sizeBytes", inode::sizeBytes);
  }

  @Override
  public void startSync() {
    try {
      onOpen("startSync", () -> true);
    } catch (IOException e) {
      startedSyncFailure = e;
    }
  }

  @Override
  public void sync() throws IOException {
    awaitWrite();
    if (startedSyncFailure != null) {
      throw startedSyncFailure;
    }
    onOpen("sync", () -> true);
  }

  @Override
  public Optional<VfsLock> tryLock(boolean shared) throws IOException {
    return onOpen(
        "tryLock",
        () -> {
          if (!shared) {
            requireWritable();
          }
          return inode.lock(process, shared) ? Optional.of(this::unlock) : Optional.empty();
        });
  }

  /** Closing is not in the hook's reach, nor recorded: it neither fails nor makes durable. */
  @Override
  public void close() {
    synchronized (process.disk()) {
      if (!closed) {
        closed = true;
        process.forget(this);
        inode.closed(process, process.disk().space());
      }
    }
  }

  private void unlock() {
    synchronized (process.disk()) {
      if (!closed) {
        inode.unlock(process);
      }
    }
  }

  private <T> T onOpen(String operation, MemoryVfs.Step<T> step) throws IOException {
    return process.perform(
        operation,
        path,
        () -> {
          if (closed) {
            throw new ClosedChannelException();
          }
          return step.run();
        });
  }

  private void requireWritable() {
    if (!writable) {
      throw new NonWritableChannelException();
    }
  }

  private static long checked(long offsetBytes) {
    if (offsetBytes < 0) {
      throw new IllegalArgumentException("negative offset " + offsetBytes);
    }
    return offsetBytes;
  }
}
