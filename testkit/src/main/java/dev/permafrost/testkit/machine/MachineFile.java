package dev.permafrost.testkit.machine;

import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An open file of a simulated machine. */
final class MachineFile implements VfsFile {

  /** How it was opened. */
  enum Mode {
    READ,
    /** Sees what is durable. */
    READ_PAST_CACHE,
    WRITE
  }

  private final MachineVfs process;
  private final Path path;
  private final FileNode node;
  private final Mode mode;
  private boolean closed;
  private @Nullable IOException startedWriteFailure;
  private @Nullable IOException startedSyncFailure;

  MachineFile(MachineVfs process, Path path, FileNode node, Mode mode) {
    this.process = process;
    this.path = path;
    this.node = node;
    this.mode = mode;
  }

  @Override
  public int readAt(ByteBuffer target, long offsetBytes) throws IOException {
    return process
        .kernel()
        .look(
            "readAt",
            path,
            disk -> {
              requireOpen();
              return FileNode.read(content(), target, checked(offsetBytes));
            });
  }

  @Override
  public void writeAt(ByteBuffer source, long offsetBytes) throws IOException {
    process
        .kernel()
        .change(
            "writeAt",
            path,
            disk -> {
              requireOpen();
              requireWritable();
              disk.write(node, source, checked(offsetBytes), path);
              return true;
            },
            (disk, fault) -> writeHalf(source, offsetBytes, fault));
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
    return process
        .kernel()
        .look(
            "sizeBytes",
            path,
            disk -> {
              requireOpen();
              return (long) content().length;
            });
  }

  /** Makes nothing durable, and tells a failure with the sync. */
  @Override
  public void startSync() {
    try {
      process
          .kernel()
          .look(
              "startSync",
              path,
              disk -> {
                requireOpen();
                return true;
              });
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
    process
        .kernel()
        .change(
            "sync",
            path,
            disk -> {
              requireOpen();
              if (process.kernel().takesSyncFailure(path)) {
                node.failSync();
                throw new FileSystemException(path.toString(), null, "Input/output error");
              }
              node.sync();
              return true;
            },
            (disk, fault) -> node.failSync());
  }

  /** A disk that is full, or fails, takes the beginning of a write; the caller's count is lost. */
  private void writeHalf(ByteBuffer source, long offsetBytes, MachineFault fault) {
    if (mode == Mode.WRITE && (fault == MachineFault.NO_SPACE || fault == MachineFault.IO_ERROR)) {
      int half = source.remaining() / 2;
      node.write(source.duplicate().limit(source.position() + half), checked(offsetBytes));
    }
  }

  @Override
  public Optional<VfsLock> tryLock(boolean shared) throws IOException {
    return process
        .kernel()
        .look(
            "tryLock",
            path,
            disk -> {
              requireOpen();
              if (!shared) {
                requireWritable();
              }
              return node.lock(process, shared) ? Optional.of(this::unlock) : Optional.empty();
            });
  }

  /** Closing is no step: it neither fails nor makes anything durable. */
  @Override
  public void close() {
    synchronized (process.kernel().monitor()) {
      if (!closed) {
        closed = true;
        process.forget(this);
        node.closed(process);
      }
    }
  }

  private void unlock() {
    synchronized (process.kernel().monitor()) {
      if (!closed) {
        node.unlock(process);
      }
    }
  }

  private byte[] content() {
    return mode == Mode.READ_PAST_CACHE ? node.durable() : node.visible();
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  private void requireWritable() {
    if (mode != Mode.WRITE) {
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
