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
  private @Nullable BegunWrite begun;
  private @Nullable IOException untoldWriteFailure;
  private @Nullable IOException untoldSyncFailure;
  private long toldSyncFailures;

  MachineFile(MachineVfs process, Path path, FileNode node, Mode mode) {
    this.process = process;
    this.path = path;
    this.node = node;
    this.mode = mode;
    this.toldSyncFailures = node.syncFailures();
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

  /** Writes nothing yet, and tells no failure but that of the write before. */
  @Override
  public void startWriteAt(ByteBuffer lent, long offsetBytes) throws IOException {
    awaitWrite();
    requireOpen();
    requireWritable();
    BegunWrite write = new BegunWrite(lent, checked(offsetBytes));
    try {
      process
          .kernel()
          .change(
              "startWriteAt",
              path,
              disk -> {
                requireOpen();
                node.begin(this, write::asItIsNow);
                begun = write;
                return true;
              });
    } catch (IOException e) {
      untoldWriteFailure = e;
    }
  }

  /**
   * Writes in two steps what was begun, so that something can come between them. A failure is told
   * here, if nothing told it before, and then by nothing else.
   */
  @Override
  public void awaitWrite() throws IOException {
    IOException failure = untoldWriteFailure;
    if (failure != null) {
      untoldWriteFailure = null;
      throw failure;
    }
    BegunWrite write = begun;
    if (write != null) {
      begun = null;
      writeNext("writeAt", write, (write.leftBytes() + 1) / 2);
      writeNext("awaitWrite", write, write.leftBytes());
      write.giveBack();
    }
  }

  private void writeNext(String step, BegunWrite write, int bytes) throws IOException {
    try {
      process
          .kernel()
          .change(
              step,
              path,
              disk -> {
                requireOpen();
                disk.write(node, write.next(bytes), write.offsetBytes(), path);
                write.wrote(bytes);
                if (write.leftBytes() == 0) {
                  node.end(this);
                }
                return true;
              },
              (disk, fault) -> writeHalf(write.next(bytes), write.offsetBytes(), fault));
    } catch (IOException e) {
      stopWriting(write);
      throw e;
    }
  }

  /**
   * Nothing more of what was begun is written. What of it a lost volume wrote shows when it is
   * there again, and what its owner does with the buffer from now on does not matter.
   */
  private void stopWriting(BegunWrite write) {
    synchronized (process.kernel().monitor()) {
      if (process.kernel().isLost(path)) {
        PendingWrite left = write.asItIsNow();
        node.begin(this, () -> left);
      } else {
        node.end(this);
      }
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
      untoldSyncFailure = e;
    }
  }

  /** Tells what was not told yet of a write or a sync that failed, once. */
  @Override
  public void sync() throws IOException {
    try {
      awaitWrite();
      IOException failure = untoldSyncFailure;
      if (failure != null) {
        untoldSyncFailure = null;
        throw failure;
      }
    } catch (IOException e) {
      dropUnsynced();
      throw e;
    }
    process
        .kernel()
        .change(
            "sync",
            path,
            disk -> {
              requireOpen();
              if (process.kernel().takesSyncFailure(path) || hasUntoldSyncFailure()) {
                failSync();
                throw new FileSystemException(path.toString(), null, "Input/output error");
              }
              node.sync();
              return true;
            },
            (disk, fault) -> failSync());
  }

  private boolean hasUntoldSyncFailure() {
    return node.syncFailures() > toldSyncFailures;
  }

  /** Rule {@link MachineRule#A_FAILURE_IS_TOLD_ONCE_TO_EACH_DESCRIPTOR}. */
  private void failSync() {
    if (!hasUntoldSyncFailure()) {
      node.countSyncFailure();
    }
    toldSyncFailures = node.syncFailures();
    node.failSync();
  }

  private void dropUnsynced() {
    synchronized (process.kernel().monitor()) {
      if (!process.kernel().isLost(path)) {
        node.failSync();
      }
    }
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

  /** Closing is no step: it waits for what was begun, fails never, and makes nothing durable. */
  @Override
  public void close() {
    synchronized (process.kernel().monitor()) {
      BegunWrite write = begun;
      if (write != null) {
        stopWriting(write);
        if (!process.kernel().isLost(path)) {
          node.write(write.next(write.leftBytes()), write.offsetBytes());
        }
        write.giveBack();
      }
      end();
    }
  }

  /** Ends with its process: what was begun is not written any more. */
  void kill() {
    synchronized (process.kernel().monitor()) {
      node.end(this);
      end();
    }
  }

  private void end() {
    begun = null;
    if (!closed) {
      closed = true;
      process.forget(this);
      node.closed(process);
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
