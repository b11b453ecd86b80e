package dev.permafrost.fs;

import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.ports.vfs.VfsFile.VfsLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** An open file whose errors are this layer's failures and name its path. */
final class DiskFile implements AutoCloseable {

  private final VfsFile file;
  private final Path path;

  /** Takes the file over and closes it. */
  DiskFile(VfsFile file, Path path) {
    this.file = file;
    this.path = path;
  }

  Path path() {
    return path;
  }

  long sizeBytes() {
    try {
      return file.sizeBytes();
    } catch (IOException e) {
      throw SystemErrors.translate(e, "read", path.toString());
    }
  }

  /** Reads until the buffer is full or the file ends. */
  int readAt(ByteBuffer target, long offsetBytes) {
    try {
      return file.readAt(target, offsetBytes);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "read", path.toString());
    }
  }

  void writeAt(ByteBuffer source, long offsetBytes) {
    try {
      file.writeAt(source, offsetBytes);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "write", path.toString());
    }
  }

  /** Begins to write; the buffer is lent until {@link #awaitWrite} or the next beginning. */
  void startWriteAt(ByteBuffer lent, long offsetBytes) {
    try {
      file.startWriteAt(lent, offsetBytes);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "write", path.toString());
    }
  }

  /** Waits until what was begun last is written. */
  void awaitWrite() {
    try {
      file.awaitWrite();
    } catch (IOException e) {
      throw SystemErrors.translate(e, "write", path.toString());
    }
  }

  /** May begin what {@link #sync} does, without waiting; what fails fails there. */
  void startSync() {
    file.startSync();
  }

  void sync() {
    try {
      file.sync();
    } catch (IOException e) {
      throw SystemErrors.translateSync(e, path.toString());
    }
  }

  Optional<VfsLock> tryLock(boolean shared) {
    try {
      return file.tryLock(shared);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "lock", path.toString());
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw SystemErrors.translate(e, "close", path.toString());
    }
  }
}
