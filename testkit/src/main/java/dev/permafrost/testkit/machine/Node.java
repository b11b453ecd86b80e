package dev.permafrost.testkit.machine;

/** What an entry of a simulated directory leads to, apart from its name. */
abstract sealed class Node permits FileNode, DirectoryNode {

  private final long device;
  private final long number;
  private final boolean keepsAll;

  Node(long device, long number, boolean keepsAll) {
    this.device = device;
    this.number = number;
    this.keepsAll = keepsAll;
  }

  /** Whether it lies on a disk where everything is durable at once. */
  final boolean keepsAll() {
    return keepsAll;
  }

  /** The file system it lies on. */
  final long device() {
    return device;
  }

  /** What tells it apart on its disk, under whatever names; a copy of a disk keeps it. */
  final long number() {
    return number;
  }
}
