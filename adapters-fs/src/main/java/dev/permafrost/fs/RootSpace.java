package dev.permafrost.fs;

import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.roots.RootRole;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The space on the volume of a root, at one moment.
 *
 * @param role which root
 * @param path where it is
 * @param freeBytes how many bytes this process may still write there
 * @param totalBytes how many the volume has in all
 */
public record RootSpace(RootRole role, Path path, long freeBytes, long totalBytes) {

  /**
   * The space of each root that is there; one that is not is left out.
   *
   * @throws dev.permafrost.ports.failure.StorageFailure if a volume does not answer
   */
  public static List<RootSpace> of(RootPaths roots) {
    List<RootSpace> spaces = new ArrayList<>();
    for (RootRole role : RootRole.values()) {
      Path path = roots.of(role);
      if (Files.isDirectory(path)) {
        spaces.add(of(role, path));
      }
    }
    return spaces;
  }

  /**
   * The space of one root.
   *
   * @param path a directory that is there
   * @throws dev.permafrost.ports.failure.StorageFailure if its volume does not answer
   */
  public static RootSpace of(RootRole role, Path path) {
    try {
      FileStore volume = Files.getFileStore(path);
      return new RootSpace(role, path, volume.getUsableSpace(), volume.getTotalSpace());
    } catch (IOException e) {
      throw new StorageUnavailable(path.toString(), "measure the space of", e);
    }
  }
}
