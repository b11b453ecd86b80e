package dev.permafrost.fs;

import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.ports.vfs.VfsFile.VfsLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** An open file whose errors are this layer's failures, with its path. */
final class DiskFile implements AutoCloseable {

  private final Vfs vfs;
  private final VfsFile file;
  private final Path path;

  /** Takes over a file of a file system and closes it. */
  DiskFile(Vfs vfs, VfsFile file, Path path) {
    this.vfs = vfs;
    this.file = file;
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** The state of its volume. */
  SystemState state() {
    return vfs.stateOf(path);
  }

  long sizeBytes() {
    try {
      return file.sizeBytes();
    } catch (IOException e) {
      throw SystemErrors.translateRead(e, "read", path.toString(), state());
    }
  }

  /** Reads until the buffer is full or the file ends. */
  int readAt(ByteBuffer target, long offsetBytes) {
    try {
      return file.readAt(target, offsetBytes);
    } catch (IOException e) {
      throw SystemErrors.translateRead(e, "read", path.toString(), state());
    }
  }

  void writeAt(ByteBuffer source, long offsetBytes) {
    try {
      file.writeAt(source, offsetBytes);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "write", path.toString(), state());
    }
  }

  /** Starts to write; the buffer is lent until {@link #awaitWrite} or the next start. */
  void startWriteAt(ByteBuffer lent, long offsetBytes) {
    try {
      file.startWriteAt(lent, offsetBytes);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "write", path.toString(), state());
    }
  }

  /** Waits until the write started last is done. */
  void awaitWrite() {
    try {
      file.awaitWrite();
    } catch (IOException e) {
      throw SystemErrors.translate(e, "write", path.toString(), state());
    }
  }

  /** May start the work of {@link #sync} without waiting; a failure is thrown by that sync. */
  void startSync() {
    file.startSync();
  }

  void sync() {
    try {
      file.sync();
    } catch (IOException e) {
      throw SystemErrors.translateSync(e, path.toString(), state());
    }
  }

  Optional<VfsLock> tryLock(boolean shared) {
    try {
      return file.tryLock(shared);
    } catch (IOException e) {
      throw SystemErrors.translate(e, "lock", path.toString(), state());
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw SystemErrors.translate(e, "close", path.toString(), state());
    }
  }
}
