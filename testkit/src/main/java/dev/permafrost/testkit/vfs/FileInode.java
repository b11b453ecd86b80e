package dev.permafrost.testkit.vfs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.HashMap;
import java.util.Map;

/**
 * A file of the memory file system: its pages, its size, and who holds a lock on it.
 *
 * <p>Pages are allocated when they are first written, so a hole costs nothing; they are also the
 * unit in which a later simulation can tell what is durable from what is not.
 */
final class FileInode extends Inode {

  static final int PAGE_BYTES = 4096;

  private final Map<Long, byte[]> pages = new HashMap<>();
  private final Map<Object, Boolean> sharedByProcess = new HashMap<>();
  private long sizeBytes;
  private int openFiles;
  private int links = 1;

  FileInode(long device, long number) {
    super(device, number);
  }

  long sizeBytes() {
    return sizeBytes;
  }

  void opened() {
    openFiles++;
  }

  /** Takes back one opening and every lock of that process, as POSIX does. */
  void closed(Object process, Space space) {
    sharedByProcess.remove(process);
    openFiles--;
    freeIfUnused(space);
  }

  int links() {
    return links;
  }

  void linked() {
    links++;
  }

  void unlinked(Space space) {
    links--;
    freeIfUnused(space);
  }

  int read(ByteBuffer target, long offsetBytes) {
    int total = 0;
    while (target.hasRemaining() && offsetBytes + total < sizeBytes) {
      long at = offsetBytes + total;
      int inPage = (int) (at % PAGE_BYTES);
      int length =
          (int) Math.min(Math.min(PAGE_BYTES - inPage, target.remaining()), sizeBytes - at);
      byte[] page = pages.get(at / PAGE_BYTES);
      target.put(page == null ? new byte[length] : page, page == null ? 0 : inPage, length);
      total += length;
    }
    return total;
  }

  /** Writes page by page; where space ends, what was written until then stays, as on a disk. */
  void write(ByteBuffer source, long offsetBytes, Space space, String path) throws IOException {
    long at = offsetBytes;
    while (source.hasRemaining()) {
      int inPage = (int) (at % PAGE_BYTES);
      int length = Math.min(PAGE_BYTES - inPage, source.remaining());
      byte[] page = pages.get(at / PAGE_BYTES);
      if (page == null) {
        if (!space.take(PAGE_BYTES)) {
          throw new FileSystemException(path, null, "No space left on device");
        }
        page = new byte[PAGE_BYTES];
        pages.put(at / PAGE_BYTES, page);
      }
      source.get(page, inPage, length);
      at += length;
      sizeBytes = Math.max(sizeBytes, at);
    }
  }

  /** Whether the lock was got; nobody has two, not even one process on two openings. */
  boolean lock(Object process, boolean shared) {
    boolean free =
        shared
            ? !sharedByProcess.containsKey(process) && !sharedByProcess.containsValue(false)
            : sharedByProcess.isEmpty();
    if (free) {
      sharedByProcess.put(process, shared);
    }
    return free;
  }

  void unlock(Object process) {
    sharedByProcess.remove(process);
  }

  private void freeIfUnused(Space space) {
    if (links == 0 && openFiles == 0) {
      space.give((long) pages.size() * PAGE_BYTES);
      pages.clear();
    }
  }
}
