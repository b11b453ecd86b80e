package dev.permafrost.fs;

import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.Optional;

/** An open file of the operating system, over a channel. */
final class PosixFile implements VfsFile {

  private final FileChannel channel;
  private final DirectWrites directWrites;
  private final InBackground writes = new InBackground();
  private final InBackground syncs = new InBackground();

  /** Takes over the channel and closes it, and whatever the opener opens. */
  PosixFile(FileChannel channel, DirectWrites.Opener directly) {
    this.channel = channel;
    this.directWrites = new DirectWrites(channel, directly);
  }

  @Override
  public int readAt(ByteBuffer target, long offsetBytes) throws IOException {
    int total = 0;
    while (target.hasRemaining()) {
      int count = channel.read(target, offsetBytes + total);
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }

  @Override
  public void writeAt(ByteBuffer source, long offsetBytes) throws IOException {
    DirectWrites.writeAll(channel, source, offsetBytes);
  }

  @Override
  public void startWriteAt(ByteBuffer lent, long offsetBytes) throws IOException {
    writes.settle();
    boolean isStarted =
        directWrites.takes(lent, offsetBytes)
            && writes.start(() -> directWrites.write(lent, offsetBytes));
    if (!isStarted) {
      writeAt(lent, offsetBytes);
    }
  }

  @Override
  public void awaitWrite() throws IOException {
    writes.settle();
  }

  @Override
  public long sizeBytes() throws IOException {
    return channel.size();
  }

  @Override
  public void startSync() {
    // Direct writes leave nothing to start early.
    if (!directWrites.areInUse()) {
      syncs.start(() -> PosixVfs.force(channel));
    }
  }

  @Override
  public void sync() throws IOException {
    writes.settle();
    syncs.settle();
    PosixVfs.force(channel);
  }

  @Override
  public Optional<VfsLock> tryLock(boolean shared) throws IOException {
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      return lock == null ? Optional.empty() : Optional.of(lock::close);
    } catch (OverlappingFileLockException held) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    writes.await();
    syncs.await();
    try (channel) {
      directWrites.close();
    }
  }
}
