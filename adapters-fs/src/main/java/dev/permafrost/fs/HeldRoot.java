package dev.permafrost.fs;

import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.vfs.VfsFile.VfsLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Function;

/** An identity file that this process has open and locked; it is open once in the process. */
final class HeldRoot implements AutoCloseable {

  private final DiskFile file;
  private final VfsLock lock;
  private final boolean shared;
  private final boolean canBypassCache;

  /** Takes over file and lock and closes them. */
  HeldRoot(DiskFile file, VfsLock lock, boolean shared, boolean canBypassCache) {
    this.file = file;
    this.lock = lock;
    this.shared = shared;
    this.canBypassCache = canBypassCache;
  }

  /**
   * Locks an open identity file and takes it over, or closes it and throws.
   *
   * @param canBypassCache whether its file system supports reads past its cache, as far as that was
   *     tried
   * @param pid the process id shown to others while it is held for writing
   * @param refusal creates the failure from the id of the process that holds it, if known
   */
  static HeldRoot lock(
      DiskFile file,
      boolean shared,
      boolean canBypassCache,
      long pid,
      Function<OptionalLong, RootLocked> refusal) {
    try {
      VfsLock lock = file.tryLock(shared).orElseThrow(() -> refusal.apply(whoWrites(file, shared)));
      HeldRoot root = new HeldRoot(file, lock, shared, canBypassCache);
      if (!shared) {
        root.writeWriter(RootIdentity.encodeWriter(pid));
      }
      return root;
    } catch (RuntimeException | Error e) {
      throw Closing.after(e, file);
    }
  }

  /**
   * The process that holds the lock. The name in the file only counts while a writer holds the
   * lock: if a shared lock is available, the holders are readers, which are unknown.
   */
  private static OptionalLong whoWrites(DiskFile file, boolean sharedWasRefused) {
    boolean writer = sharedWasRefused || file.tryLock(true).isEmpty();
    return writer ? readWriter(file) : OptionalLong.empty();
  }

  boolean isShared() {
    return shared;
  }

  /** Whether its file system supports reads past its cache, as far as that was tried. */
  boolean canBypassCache() {
    return canBypassCache;
  }

  DiskFile file() {
    return file;
  }

  /** The identity. */
  RootSighting read() {
    return read(file);
  }

  /** The identity in an open file. */
  static RootSighting read(DiskFile file) {
    return RootIdentity.parse(sector(file, 0));
  }

  /** The writer named in an open file. */
  static OptionalLong readWriter(DiskFile file) {
    return RootIdentity.parseWriter(sector(file, RootIdentity.WRITER_OFFSET));
  }

  /** Writes the writer's id; not synced, since it only counts while the lock is held. */
  void writeWriter(ByteBuffer sector) {
    file.writeAt(sector, RootIdentity.WRITER_OFFSET);
  }

  /** Removes the writer's id, releases the lock and closes the file. */
  @Override
  public void close() {
    try (file) {
      if (!shared) {
        forgetWriter();
      }
      lock.close();
    } catch (IOException e) {
      throw SystemErrors.translate(e, "unlock", file.path().toString(), file.state());
    }
  }

  /**
   * A remaining id is harmless: without a lock it does not count, and the next writer replaces it.
   */
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
