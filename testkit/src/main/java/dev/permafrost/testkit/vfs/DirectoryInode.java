package dev.permafrost.testkit.vfs;

import java.util.SortedMap;
import java.util.TreeMap;

/** A directory of the memory file system: names and what they lead to, each entry on its own. */
final class DirectoryInode extends Inode {

  private final SortedMap<String, Inode> entries = new TreeMap<>();
  private boolean mountPoint;

  DirectoryInode(long device, long number) {
    super(device, number);
  }

  SortedMap<String, Inode> entries() {
    return entries;
  }

  boolean isMountPoint() {
    return mountPoint;
  }

  void becomeMountPoint() {
    mountPoint = true;
  }
}
