package dev.permafrost.testkit.machine;

/** What an entry of a simulated directory leads to, apart from its name. */
abstract sealed class Node permits FileNode, DirectoryNode {

  private final long device;

  Node(long device) {
    this.device = device;
  }

  /** The file system it lies on. */
  final long device() {
    return device;
  }
}
