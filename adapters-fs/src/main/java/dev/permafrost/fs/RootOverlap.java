package dev.permafrost.fs;

import dev.permafrost.ports.failure.RootsOverlap;
import dev.permafrost.ports.vfs.FileStat;
import java.nio.file.Path;

/**
 * Rejects roots that are equal or nested, except in the default layout (docs/protocol.md,
 * "Layout"), before anything is written. It compares the resolved paths, as far as they exist.
 */
final class RootOverlap {

  private final Disk disk;

  RootOverlap(Disk disk) {
    this.disk = disk;
  }

  /**
   * Checks each pair.
   *
   * @throws RootsOverlap if two of them are not allowed together
   */
  void check(RootPaths paths) {
    Path catalog = whereItLeads(paths.catalog());
    Path hot = whereItLeads(paths.hot());
    Path cold = whereItLeads(paths.cold());
    requireApart(paths.catalog(), catalog, paths.hot(), hot);
    if (!catalog.equals(cold.resolve(RootPaths.CATALOG))) {
      requireApart(paths.catalog(), catalog, paths.cold(), cold);
    }
    if (!hot.equals(cold.resolve(RootPaths.HOT))) {
      requireApart(paths.hot(), hot, paths.cold(), cold);
    }
  }

  private static void requireApart(Path first, Path firstReal, Path second, Path secondReal) {
    if (firstReal.startsWith(secondReal) || secondReal.startsWith(firstReal)) {
      throw new RootsOverlap(first.toString(), second.toString());
    }
  }

  /**
   * Resolves a path name by name, as the operating system does: {@code ..} is the parent of the
   * resolved names before it, which a symbolic link can make different from the text. Names that do
   * not exist yet are taken literally.
   */
  Path whereItLeads(Path path) {
    Path reached = path.getRoot();
    for (Path name : path) {
      if (name.toString().equals("..")) {
        reached = reached.getParent() == null ? reached : reached.getParent();
      } else if (!name.toString().equals(".")) {
        reached = realIfThere(reached.resolve(name));
      }
    }
    return reached;
  }

  private Path realIfThere(Path path) {
    FileStat.Type type = disk.stat(path).type();
    return type == FileStat.Type.FILE || type == FileStat.Type.DIRECTORY
        ? disk.realPath(path)
        : path;
  }
}
