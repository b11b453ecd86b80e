package dev.permafrost.testkit.vfs;

/**
 * What a directory entry of the memory file system leads to, apart from its name: it lives on when
 * its entry is removed, as long as somebody has it open.
 */
abstract sealed class Inode permits FileInode, DirectoryInode {

  private final long device;
  private final long number;

  Inode(long device, long number) {
    this.device = device;
    this.number = number;
  }

  /** The file system it lies on. */
  final long device() {
    return device;
  }

  /** What tells it apart on its disk. */
  final long number() {
    return number;
  }
}
