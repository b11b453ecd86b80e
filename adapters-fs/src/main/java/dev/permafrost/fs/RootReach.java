package dev.permafrost.fs;

import dev.permafrost.ports.failure.PermissionDenied;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the path to a root durable, up to the top of its file system.
 *
 * <p>A directory above the root may belong to another user and not be readable, such as {@code
 * /home} often is: it cannot be opened, and so not be synced. Its entries existed before this
 * process, unless this process created them, and are as durable as their creator made them.
 */
final class RootReach {

  private final Disk disk;
  private final HeldRoots process;

  RootReach(Disk disk, HeldRoots process) {
    this.disk = disk;
    this.process = process;
  }

  /**
   * Syncs every directory from a root up.
   *
   * @param root without symbolic links
   * @return a line about those that were left out, if any
   */
  List<String> make(Path root) {
    List<Path> closed = new ArrayList<>();
    long device = disk.stat(root).device();
    Path directory = root;
    while (directory != null && disk.stat(directory).device() == device) {
      sync(directory, root, closed);
      directory = directory.getParent();
    }
    return closed.isEmpty() ? List.of() : List.of(note(root, closed));
  }

  private void sync(Path directory, Path root, List<Path> closed) {
    try {
      disk.syncDirectory(directory);
    } catch (PermissionDenied e) {
      boolean isClosed = e.getCause() instanceof AccessDeniedException;
      if (!isClosed || directory.equals(root) || hasMadeIn(directory)) {
        throw e;
      }
      closed.add(directory);
    }
  }

  /**
   * Whether this process created the next directory on the way, which no other process makes
   * durable.
   */
  private boolean hasMadeIn(Path directory) {
    return process.madeBy(disk.vfs()).stream()
        .filter(disk::isDirectory)
        .anyMatch(made -> directory.equals(disk.realPath(made).getParent()));
  }

  private static String note(Path root, List<Path> closed) {
    return "on the way to the root "
        + root
        + ", directories that may not be read are not synced: "
        + String.join(", ", closed.stream().map(Path::toString).toList());
  }
}
