package dev.permafrost.fs;

import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.Optional;

/** An open file of the operating system, over the channel that opened it. */
final class PosixFile implements VfsFile {

  private final FileChannel channel;
  private final BackgroundSync background;

  /** Takes the channel over and closes it. */
  PosixFile(FileChannel channel) {
    this.channel = channel;
    this.background = new BackgroundSync(channel);
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
    long at = offsetBytes;
    do {
      at += channel.write(source, at);
    } while (source.hasRemaining());
  }

  @Override
  public long sizeBytes() throws IOException {
    return channel.size();
  }

  @Override
  public void startSync() {
    background.start();
  }

  @Override
  public void sync() throws IOException {
    background.settle();
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
    background.await();
    channel.close();
  }
}
