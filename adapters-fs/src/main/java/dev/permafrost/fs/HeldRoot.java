package dev.permafrost.fs;

import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.vfs.VfsFile.VfsLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** An identity file that this process has open and locked: its one opening in the process. */
final class HeldRoot implements AutoCloseable {

  private final DiskFile file;
  private final VfsLock lock;
  private final boolean shared;

  /** Takes file and lock over and closes them. */
  HeldRoot(DiskFile file, VfsLock lock, boolean shared) {
    this.file = file;
    this.lock = lock;
    this.shared = shared;
  }

  boolean isShared() {
    return shared;
  }

  DiskFile file() {
    return file;
  }

  /** What the identity says. */
  RootSighting read() {
    return read(file);
  }

  /** What the identity in an open file says. */
  static RootSighting read(DiskFile file) {
    return RootIdentity.parse(sector(file, 0));
  }

  /** Who writes, as an open file says. */
  static OptionalLong readWriter(DiskFile file) {
    return RootIdentity.parseWriter(sector(file, RootIdentity.WRITER_OFFSET));
  }

  /** Says who writes; not synced, since it counts only while the lock is held. */
  void writeWriter(ByteBuffer sector) {
    file.writeAt(sector, RootIdentity.WRITER_OFFSET);
  }

  /** Takes the writer's name out, releases the lock and closes the file. */
  @Override
  public void close() {
    try (file) {
      if (!shared) {
        forgetWriter();
      }
      lock.close();
    } catch (IOException e) {
      throw FileFailures.translate(e, "unlock", file.path());
    }
  }

  /** A name that stays is no harm: without a lock it does not count, and the next writer's does. */
  private void forgetWriter() {
    try {
      writeWriter(RootIdentity.noWriter());
    } catch (StorageFailure tolerated) {
      // The lock is released all the same.
    }
  }

  private static ByteBuffer sector(DiskFile file, long offsetBytes) {
    ByteBuffer sector = ByteBuffer.allocate(RootIdentity.SECTOR_BYTES);
    file.readAt(sector, offsetBytes);
    return sector.flip();
  }
}
