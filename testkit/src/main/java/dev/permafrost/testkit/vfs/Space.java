package dev.permafrost.testkit.vfs;

/** The bytes that are left on the disk of a memory file system. Guarded by the disk's lock. */
final class Space {

  private long capacityBytes = Long.MAX_VALUE;
  private long usedBytes;

  void limit(long bytes) {
    capacityBytes = bytes;
  }

  long usedBytes() {
    return usedBytes;
  }

  boolean take(int bytes) {
    if (capacityBytes - usedBytes < bytes) {
      return false;
    }
    usedBytes += bytes;
    return true;
  }

  void give(long bytes) {
    usedBytes -= bytes;
  }
}
